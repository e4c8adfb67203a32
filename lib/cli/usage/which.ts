import { misplaced, verb } from './verb.ts'

/** `tfsso which` is sh: libexec/which.sh. */
export const which = verb({
  name: 'which',
  describe: 'Print which terraform or tofu the shim becomes',
  positional: {
    name: 'tool',
    choices: ['terraform', 'tofu'],
    describe:
      'Of which tool; without it the one that is there (of both: TFSSO_TOOL, the project’s files, terraform)',
  },
  options: { shim: { type: 'boolean', describe: 'Print the shim itself' } },
  examples: [
    ['$0 which', 'the real terraform or tofu'],
    ['$0 which tofu --shim', "the shim in its place, for an editor's setting"],
  ],
  run: misplaced('which'),
})
