import type { Verb } from '../usage/verb.ts'

type Value = 'account' | 'role' | 'directory' | 'text'

/** The kind of value that an option takes, by the option's name. Any other option with a value takes a text. */
const values: Record<string, Value> = { account: 'account', role: 'role', prefix: 'directory' }

/** What completion knows of an option. */
export interface CompletedOption {
  /** all ways to write it: `--yes`, `-y` */
  flags: string[]
  describe: string
  /**
   * the value that follows the option: an account of the project, a role, a directory, or something that only the
   * person knows. undefined if the option takes no value
   */
  value?: Value
}

/** What completion knows of a command. */
export interface CompletedVerb {
  name: string
  describe: string
  options: CompletedOption[]
  /** the words that the command accepts as its argument; empty if it takes no argument or accepts any text */
  choices: readonly string[]
  /** whether the command line of another program follows */
  runsProgram: boolean
}

const help: CompletedOption = { flags: ['--help', '-h'], describe: 'Show its help' }

/** Pure: what completion knows of each command. It comes from the same table as the help. */
export function listCompletions(verbs: readonly Verb[]): CompletedVerb[] {
  const all = verbs.map(({ name, describe, options, positional, runsProgram = false }) => ({
    name,
    describe,
    options: [...Object.entries(options).map(completeOption), help],
    choices: (positional?.choices ?? []).map(String),
    runsProgram,
  }))
  const helped = {
    name: 'help',
    describe: 'Show the help of a command',
    options: [],
    choices: verbs.map(({ name }) => name),
    runsProgram: false,
  }
  return [...all, helped]
}

/** For a switch that is on by default, completion offers `--no-…` and describes what `--no-…` does. */
function completeOption([name, option]: [string, Verb['options'][string]]): CompletedOption {
  const { alias, type, default: on, describe = '' } = option
  const off = type === 'boolean' && on === true
  const flag = off ? `--no-${name}` : `--${name}`
  const flags = [flag]
  if (typeof alias === 'string') flags.push(`-${alias}`)
  const value = type === 'string' || type === 'number' ? { value: values[name] ?? 'text' } : {}
  const [said, saidOfOff] = String(describe).split(`; ${flag} `)
  return { flags, describe: capitalize((off && saidOfOff) || (said ?? '')), ...value }
}

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
