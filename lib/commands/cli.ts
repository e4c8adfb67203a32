import type { Argv } from 'yargs'
import { exitCode, Problem } from '../support/problem.ts'
import type { Verb } from './usage/verb.ts'
import { verbs } from './usage/verbs.ts'
import { version } from './version.ts'

/** Parses what a person typed and runs it. Gives the exit code. */
export async function run(args: string[]): Promise<number> {
  // A reader that has gone (`tfsso status | head`) is no failure of ours.
  process.stderr.on('error', () => {})
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  const { default: yargs } = await import('yargs')
  let code = 0
  const parser = yargs(args)
    .scriptName('tfsso')
    .usage(
      '$0 <command>\n\nPlain terraform in a Leverage-style repository, with the layer’s own AWS SSO role.',
    )
  for (const verb of verbs) {
    parser.command({
      command: verb.positional ? `${verb.name} [${verb.positional.name}]` : verb.name,
      describe: verb.describe,
      builder: (command) => describe(command, verb),
      handler: async (options) => {
        code = await verb.run(options)
      },
    })
  }
  await parser
    .demandCommand(1, 'Name a command.')
    .strict()
    .version(version())
    .help()
    .alias('help', 'h')
    .wrap(100)
    .parserConfiguration({ 'populate--': true })
    .fail((message, error) => {
      if (error) throw error
      throw new Problem(exitCode.failure, message, 'Run `tfsso --help` to see the commands.')
    })
    .parseAsync()
  return code
}

function describe(command: Argv, { usage, positional, options, examples }: Verb): Argv {
  if (usage) command.usage(usage)
  if (positional) command.positional(positional.name, positional)
  command.options(options)
  for (const [line, what] of examples) command.example(line, what)
  return command
}
