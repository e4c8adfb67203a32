import type { Argv } from 'yargs'
import { version } from '../files/version.ts'
import { unwritten, writeOutput } from '../terminal/output.ts'
import { columnsOf, say } from '../terminal/say.ts'
import { exitCode, renderProblem } from '../text/problem.ts'
import { misused, unknownCommand } from './misuse.ts'
import { overview } from './usage/overview.ts'
import type { Verb } from './usage/verb.ts'
import { verbs } from './usage/verbs.ts'

const usage = `$0 COMMAND\n\n${overview}`

/** The `fail` handler throws this error. If it did not throw, yargs would run the command in spite of the mistake. */
class Complaint extends Error {}

/** Returns the exit code. Throws what `obey` throws. */
export async function run(args: string[]): Promise<number> {
  // If the reader of our output has gone (`tfsso --help | head`), that is no failure.
  process.stderr.on('error', () => {})
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
    if (code !== 'EPIPE') say(`${renderProblem(unwritten(code))}\n`)
    process.exit(code === 'EPIPE' ? 0 : exitCode.failure)
  })
  const { help, code } = await obey(args)
  // yargs must not print: it reports no error if stdout can't be written.
  if (help !== '' && code === 0) writeOutput(help)
  else process.stderr.write(help)
  return code
}

/**
 * `help` in the result is the text to print: the help or the version. It is empty after a command has run. Problem
 * (exit code 1) if the command line is wrong. Throws what the command throws.
 */
export async function obey(args: string[]): Promise<{ help: string; code: number }> {
  const [first, ...rest] = args
  if (first === 'help') return await obey([...rest, '--help'])
  const verb = verbs.find(({ name }) => name === first)
  if (first !== undefined && !verb && !ownOptions.includes(first))
    throw await unknownCommand(first, verbs)

  let code = 0
  const words = withEmptyValues(args, verb)
  const parser = await makeParser(words, (ended) => {
    code = ended
  })
  if (first === undefined) return { help: spaced(await parser.getHelp()), code: exitCode.failure }
  try {
    let help = ''
    await parser.parseAsync(words, {}, (_error, _options, text) => {
      help = text
    })
    return { help: help && spaced(help), code }
  } catch (error) {
    throw error instanceof Complaint ? await misused(error.message, args, verb) : error
  }
}

/** yargs omits the space before an option's type if the description fills its line exactly. */
const spaced = (help: string) =>
  `${help.replace(/(?<=\S)\[(?=(boolean|string|number|array)\])/g, ' [')}\n`

const ownOptions = ['--help', '-h', '--version', '-V']

async function makeParser(args: string[], onEnd: (code: number) => void): Promise<Argv> {
  const { default: yargs } = await import('yargs')
  const parser = yargs(args).scriptName('tfsso').usage(usage)
  for (const verb of verbs) {
    parser.command({
      command: commandLine(verb),
      describe: verb.describe,
      builder: (command) => describe(command, verb),
      handler: async (options) => onEnd(await verb.run(options, verbs)),
    })
  }
  return parser
    .demandCommand(1)
    .strict()
    .version(version())
    .alias('version', 'V')
    .help()
    .alias('help', 'h')
    .detectLocale(false)
    .fail((message, error) => {
      throw error ?? new Complaint(message)
    })
    .example('$0 login', 'log in, once for all accounts')
    .example('$0 status', 'project, layer, account, role and session')
    .example('$0 exec -- aws s3 ls', "any program with the layer's credentials")
    .epilogue('`$0 COMMAND --help` shows the options and examples of a command.')
    .wrap(Math.min(100, columnsOf(process.stdout) ?? 100) - 1) // room for the space that `spaced` adds
    .parserConfiguration({ 'populate--': true })
}

/** Writes `--changed` as `--changed=`. Without the `=`, yargs takes the next argument as the optional value. */
function withEmptyValues(args: string[], verb: Verb | undefined): string[] {
  const flags = (verb?.optionalValues ?? []).map((name) => `--${name}`)
  const end = args.indexOf('--')
  return args.map((arg, at) => (flags.includes(arg) && (end < 0 || at < end) ? `${arg}=` : arg))
}

function commandLine({ name, positional }: Verb): string {
  if (!positional) return name
  return `${name} [${positional.name}${positional.many ? '..' : ''}]`
}

function describe(command: Argv, { usage, positional, options, examples }: Verb): Argv {
  // yargs wraps each line separately, so a paragraph must be one line.
  if (usage) command.usage(usage.replace(/(?<!\n)\n(?!\n)/g, ' '))
  if (positional) command.positional(positional.name, positional)
  command.options(options).version(false).epilogue('')
  for (const [line, what] of examples) command.example(line, what)
  return command
}
