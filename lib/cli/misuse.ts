import { closest } from '../text/closest.ts'
import { fail, type Problem } from '../text/problem.ts'
import type { Verb } from './usage/verb.ts'

/** The Problem (exit code 1) for an unknown command or global option. */
export async function unknownCommand(word: string, verbs: readonly Verb[]): Promise<Problem> {
  if (word.startsWith('-')) {
    const message = `Unknown global option ${word}. Put a command's options after the command.`
    return fail(message, 'Run `tfsso --help` to see the commands.')
  }
  const names = ['help', ...verbs.map(({ name }) => name)]
  const meant = await closest(word, names)
  return fail(
    `There is no command ${word}.`,
    ...suggest(meant && `tfsso ${meant}`),
    'Run `tfsso --help` to see the commands.',
  )
}

const suggest = (meant: string | undefined) => (meant ? [`Did you mean: ${meant}`] : [])

/** The Problem (exit code 1) for arguments that yargs does not accept. */
export async function misused(
  complaint: string,
  args: readonly string[],
  verb: Verb | undefined,
): Promise<Problem> {
  const command = verb?.name ?? 'tfsso'
  const seeHelp = `Run \`tfsso ${verb ? `${verb.name} ` : ''}--help\` to see the options and examples.`
  const wrong = (message: string, ...advice: string[]) => fail(message, ...advice, seeHelp)

  const [, unknown] = /^Unknown arguments?: ([^,]*)/.exec(complaint) ?? []
  if (unknown !== undefined) {
    const given = args.find(
      (arg) => arg.startsWith('-') && arg.replace(/^(--no-|-+)|=.*$/g, '') === unknown,
    )
    if (given === undefined) return wrong(`${command} takes no argument "${unknown}".`)
    const flag = given.replace(/=.*$/, '')
    const flags = Object.keys(verb?.options ?? { version: {} }).flatMap((name) => [
      `--${name}`,
      `--no-${name}`,
    ])
    const meant = await closest(flag, [...flags, '--help'])
    return wrong(`${command} has no option ${flag}.`, ...suggest(meant))
  }
  const [, name, value, choices] =
    /Argument: (\S+), Given: (.*), Choices: (.*)/.exec(complaint) ?? []
  if (name !== undefined) {
    const meant = await closest(value?.slice(1, -1) ?? '', choices?.match(/[^", ]+/g) ?? [])
    const message = `${command}: ${name} is ${value}, but must be one of ${choices}.`
    return wrong(message, ...suggest(meant))
  }
  return wrong(`${command}: ${complaint}`)
}
