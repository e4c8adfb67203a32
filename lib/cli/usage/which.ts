import { refused, verb } from './verb.ts'

/**
 * `tfsso which` is sh (libexec/which.sh). It calls node only for arguments that it refuses and,
 * without arguments, to report the workspace.
 */
export const which = verb({
  name: 'which',
  describe: 'Print which terraform, tofu or terragrunt the shim becomes',
  positional: {
    name: 'tool',
    choices: ['terraform', 'tofu', 'terragrunt'],
    describe:
      'Which tool; by default terraform or tofu, whichever is installed (if both: TFSSO_TOOL, else the project’s files, else terraform)',
  },
  options: { shim: { type: 'boolean', describe: 'Print the shim itself' } },
  examples: [
    ['$0 which', 'the real terraform or tofu'],
    ['$0 which tofu --shim', "the shim's path, for an editor's setting"],
  ],
  run: async ({ tool, shim }) =>
    tool || shim
      ? await refused('which')()
      : (await import('../../commands/which.ts')).nameWorkspace(),
})
