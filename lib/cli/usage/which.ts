import { refused, verb } from './verb.ts'

/**
 * `tfsso which` is written in sh (libexec/which.sh). The script starts node for wrong arguments, and node refuses them.
 * To name the workspace that decided the account, the script starts node without arguments.
 */
export const which = verb({
  name: 'which',
  describe: 'Print the path of the real terraform, tofu or terragrunt that tfsso starts',
  positional: {
    name: 'tool',
    choices: ['terraform', 'tofu', 'terragrunt'],
    describe:
      "Which tool; by default terraform or tofu, whichever is installed (if both: TFSSO_TOOL, else the project's files, else terraform)",
  },
  options: {
    shim: { type: 'boolean', describe: "Print the path of tfsso's own script (the shim) instead" },
  },
  examples: [
    ['$0 which', 'the path of the real terraform or tofu'],
    ['$0 which tofu --shim', "the path of the shim, for an editor's settings"],
  ],
  run: async ({ tool, shim }) =>
    tool || shim
      ? await refused('which')()
      : (await import('../../commands/which.ts')).nameWorkspace(),
})
