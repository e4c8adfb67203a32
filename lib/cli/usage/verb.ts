import type { ArgumentsCamelCase, InferredOptionTypes, Options, PositionalOptions } from 'yargs'
import { fail } from '../../text/problem.ts'

/** The command line of one command. Its help, completion and parsing are made from this. */
export interface Verb<O extends Record<string, Options> = Record<string, Options>> {
  name: string
  /** one line, for the list of commands */
  describe: string
  /** the whole usage, if there is more than the options; $0 stands for tfsso */
  usage?: string
  /** at most one positional argument, which is optional; with `many`, any number */
  positional?: PositionalOptions & { name: string; many?: true }
  /** the options whose value is optional: the value must follow `=`, and is empty if left out */
  optionalValues?: readonly string[]
  options: O
  /** whether the command line of another program follows */
  runsProgram?: true
  /** what to type, and what it does; $0 as in `usage` */
  examples: readonly (readonly [string, string])[]
  /** Loads what it needs, and returns the exit code. `verbs`: all commands, for completion. */
  run(options: ArgumentsCamelCase<InferredOptionTypes<O>>, verbs: readonly Verb[]): Promise<number>
}

/** Keeps the types of the options, which a plain object literal would lose. */
export function verb<const O extends Record<string, Options>>(described: Verb<O>): Verb<O> {
  return described
}

/** For commands written in sh (libexec/exec.sh and others). They call node only for arguments that they refuse. */
export function refused(name: string): () => Promise<never> {
  return async () => {
    const advice = `Run \`tfsso ${name} --help\` to see the options and examples.`
    throw fail(`${name} cannot take these arguments.`, advice)
  }
}
