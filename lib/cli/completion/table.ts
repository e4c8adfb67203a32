import type { Verb } from '../usage/verb.ts'

type Value = 'account' | 'role' | 'directory' | 'text'

/** By the names of the options that take one. */
const values: Record<string, Value> = { account: 'account', role: 'role', prefix: 'directory' }

/** An option as it is completed. */
export interface CompletedOption {
  /** all ways to write it: `--yes`, `-y` */
  flags: string[]
  describe: string
  /** what follows it: an account of the project, a role, a directory, or something that only the person knows */
  value?: Value
}

/** A command as it is completed. */
export interface CompletedVerb {
  name: string
  describe: string
  options: CompletedOption[]
  /** the words that it takes as its argument */
  choices: readonly string[]
  /** whether another program's command line follows */
  runsProgram: boolean
}

const help: CompletedOption = { flags: ['--help', '-h'], describe: 'Show its help' }

/** Pure: what there is to complete, from what the help is made from. */
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

/** A switch that is on by itself is there to be switched off, and described by what that does. */
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
