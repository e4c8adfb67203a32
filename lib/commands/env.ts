import type { CommandModule } from 'yargs'
import { exitCode, Problem } from '../support/problem.ts'

/** The help of `tfsso env`, which is sh: libexec/verb.sh. */
export const envCommand: CommandModule = {
  command: 'env',
  describe: 'Print the variables that `tfsso exec` gives, secrets included, for eval and editors',
  builder: (command) =>
    command
      .usage(
        `$0 env [--account NAME] [--role ROLE] [--json | --unset]

Prints lines for sh, \`export\` for what is given and \`unset\` for what would fight it. The keys among
them are secrets: they are what was asked for.`,
      )
      .option('account', {
        type: 'string',
        describe: 'An account of the project by its key in `accounts`; outside a layer, too',
      })
      .option('role', { type: 'string', describe: "Another role than the account's sso_role" })
      .option('json', {
        type: 'boolean',
        describe: 'Print one JSON object; null is for a variable that is to be unset',
      })
      .option('unset', { type: 'boolean', describe: 'Print what takes it all away again' })
      .example('eval "$($0 env)"', 'in a shell, or in direnv’s .envrc')
      .example('eval "$($0 env --unset)"', 'and away again')
      .example('$0 env --account shared --json', 'for editors and scripts'),
  handler: misplaced('env'),
}

/** bin/tfsso takes these commands where they come first, and so they don't reach node. */
export function misplaced(name: string): () => never {
  return () => {
    throw new Problem(
      exitCode.failure,
      `Options of ${name} stand behind it.`,
      `Write: tfsso ${name} …`,
    )
  }
}
