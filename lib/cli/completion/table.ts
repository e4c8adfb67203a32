import type { Verb } from '../usage/verb.ts'

type Value = 'account' | 'role' | 'directory' | 'text'

/** Maps an option's name to the kind of its value. Any other option with a value takes a text. */
const values: Record<string, Value> = { account: 'account', role: 'role', prefix: 'directory' }

export interface CompletedOption {
  /** all ways to write it: `--yes`, `-y` */
  flags: string[]
  describe: string
  /** undefined if the option takes no value */
  value?: Value
}

export interface CompletedVerb {
  name: string
  describe: string
  options: CompletedOption[]
  /** empty if there is no argument, or if any text is accepted */
  choices: readonly string[]
  runsProgram: boolean
}

const help: CompletedOption = { flags: ['--help', '-h'], describe: 'Show its help' }

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

/** For a switch that is on by default, completion offers and describes `--no-…`. */
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
