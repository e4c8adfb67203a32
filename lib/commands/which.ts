import type { CommandModule } from 'yargs'
import { misplaced } from './env.ts'

/** The help of `tfsso which`, which is sh: libexec/verb.sh. */
export const whichCommand: CommandModule = {
  command: 'which [tool]',
  describe: 'Print which terraform or tofu the shim becomes',
  builder: (command) =>
    command
      .positional('tool', {
        choices: ['terraform', 'tofu'],
        default: 'terraform',
        describe: 'Of which tool',
      })
      .option('shim', { type: 'boolean', describe: 'Print the shim itself' })
      .example('$0 which', 'the real terraform')
      .example('$0 which tofu --shim', "the shim in its place, for an editor's setting"),
  handler: misplaced('which'),
}
