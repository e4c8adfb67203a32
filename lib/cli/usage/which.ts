import { refused, verb } from './verb.ts'

/** `tfsso which` is sh (libexec/which.sh), which calls node without arguments for the workspace. */
export const which = verb({
  name: 'which',
  describe: 'Print which terraform, tofu or terragrunt the shim becomes',
  positional: {
    name: 'tool',
    choices: ['terraform', 'tofu', 'terragrunt'],
    describe:
      'Of which tool; without it terraform or tofu, whichever is there (of both: TFSSO_TOOL, the project’s files, terraform)',
  },
  options: { shim: { type: 'boolean', describe: 'Print the shim itself' } },
  examples: [
    ['$0 which', 'the real terraform or tofu'],
    ['$0 which tofu --shim', "the shim in its place, for an editor's setting"],
  ],
  run: async ({ tool, shim }) =>
    tool || shim
      ? await refused('which')()
      : (await import('../../commands/which.ts')).nameWorkspace(),
})
