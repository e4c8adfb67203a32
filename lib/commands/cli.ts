import { exitCode, Problem } from '../support/problem.ts'
import { envCommand } from './env.ts'
import { execCommand } from './exec.ts'
import { version } from './version.ts'
import { whichCommand } from './which.ts'

/** The commands that people type. Their modules are loaded by their handlers. Gives the exit code. */
export async function run(args: string[]): Promise<number> {
  // A reader that has gone (`tfsso status | head`) is no failure of ours.
  process.stderr.on('error', () => {})
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  const { default: yargs } = await import('yargs')
  let code = 0
  await yargs(args)
    .scriptName('tfsso')
    .usage(
      '$0 <command>\n\nPlain terraform in a Leverage-style repository, with the layer’s own AWS SSO role.',
    )
    .command(
      'login',
      'Log in to AWS for the project of this directory',
      (command) =>
        command
          .option('force', {
            type: 'boolean',
            default: false,
            describe: 'Log in even if there is a session',
          })
          .option('browser', {
            type: 'boolean',
            default: true,
            describe: 'Open a browser; --no-browser only prints the URL',
          })
          .option('device', {
            type: 'boolean',
            default: false,
            describe: 'Log in by a code that any browser can answer, on any machine',
          })
          .example('$0 login', 'log in, unless there is a session')
          .example('$0 login --no-browser', 'print the URL, to open it elsewhere')
          .example('$0 login --device', 'log in by a code, in a browser on any machine'),
      async (options) => {
        code = await (await import('./login.ts')).login(options)
      },
    )
    .command(
      'logout',
      'End the session at AWS and wipe its token, credentials and grants',
      (command) => command.example('$0 logout', 'end the session of the project of this directory'),
      async () => {
        code = await (await import('./logout.ts')).logout()
      },
    )
    .command(
      'status',
      'Say where you are and whether there is a session (exit code 77 if not)',
      (command) =>
        command
          .option('json', { type: 'boolean', default: false, describe: 'Print JSON' })
          .option('color', {
            type: 'boolean',
            default: true,
            describe: 'Colors in a terminal; --no-color or NO_COLOR for none',
          })
          .example('$0 status', 'for people')
          .example('$0 status --json', 'for scripts'),
      async (options) => {
        code = await (await import('./status.ts')).status(options)
      },
    )
    .command(
      'configure',
      'Write profiles for the AWS CLI and other tools into your AWS config (asks first)',
      (command) =>
        command
          .option('yes', { alias: 'y', type: 'boolean', default: false, describe: 'Don’t ask' })
          .option('force', {
            type: 'boolean',
            default: false,
            describe: 'Replace sections of the same names that tfsso did not write',
          })
          .option('dry-run', {
            type: 'boolean',
            default: false,
            describe: 'Only show what would change',
          })
          .option('remove', {
            type: 'boolean',
            default: false,
            describe: 'Take out what tfsso wrote for this project (outside of one: for all)',
          })
          .option('print', {
            type: 'boolean',
            default: false,
            describe: 'Print the sections and write nothing',
          })
          .example('$0 configure', 'show the difference, ask, write')
          .example('$0 configure --dry-run', 'show the difference only')
          .example('$0 configure --print', 'for home-manager and the like')
          .example('$0 configure --remove', 'take it all out again'),
      async (options) => {
        code = await (await import('./configure.ts')).configure(options)
      },
    )
    .command(execCommand)
    .command(envCommand)
    .command(whichCommand)
    .command(
      'demo',
      'Show it all in a sample project on an embedded AWS; nothing is left behind',
      (command) =>
        command
          .option('browser', {
            type: 'boolean',
            default: false,
            describe: 'Answer the login yourself',
          })
          .example('$0 demo', 'the embedded AWS answers the login itself')
          .example('$0 demo --browser', 'you do, on its page'),
      async (options) => {
        code = await (await import('./demo.ts')).demo(options)
      },
    )
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
