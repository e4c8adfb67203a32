import type { ArgumentsCamelCase, InferredOptionTypes, Options, PositionalOptions } from 'yargs'
import { fail } from '../../text/problem.ts'

/** A command, for the help, the manual page, the completion and the parsers (in node and in sh). */
export interface Verb<O extends Record<string, Options> = Record<string, Options>> {
  name: string
  /** one line, for the list of commands */
  describe: string
  /** for more explanation than the options give; $0 stands for tfsso */
  usage?: string
  /** one optional positional argument; with `many`, any number of them */
  positional?: PositionalOptions & { name: string; many?: true }
  /** options whose value can be left out, and is '' then. A value must be in the same word (`--name=value`) */
  optionalValues?: readonly string[]
  options: O
  /** whether another program's command line follows */
  runsProgram?: true
  /** what to type, and what it does */
  examples: readonly (readonly [string, string])[]
  /** Returns the exit code. Loads modules only when it needs them. `verbs`: all commands, for `tfsso completion`. */
  run(options: ArgumentsCamelCase<InferredOptionTypes<O>>, verbs: readonly Verb[]): Promise<number>
}

/** A plain object literal would lose the type of each option. */
export function verb<const O extends Record<string, Options>>(described: Verb<O>): Verb<O> {
  return described
}

/**
 * The `run` of a command that is written in sh. node calls it only for arguments that the script refuses, so it always
 * throws.
 */
export function refused(name: string): () => Promise<never> {
  return async () => {
    const advice = `Run \`tfsso ${name} --help\` to see the options and examples.`
    throw fail(`${name} cannot take these arguments.`, advice)
  }
}
