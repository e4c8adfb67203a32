import type { ArgumentsCamelCase, InferredOptionTypes, Options, PositionalOptions } from 'yargs'
import { fail } from '../../text/problem.ts'

/** The command line of one command. Its help, completion and parsing are made from this. */
export interface Verb<O extends Record<string, Options> = Record<string, Options>> {
  name: string
  /** one line, for the list of commands */
  describe: string
  /** the whole usage, if there is more than the options; $0 stands for tfsso */
  usage?: string
  /** one optional positional argument; with `many`, any number of them */
  positional?: PositionalOptions & { name: string; many?: true }
  /** the options whose value is optional. A value must follow `=`; an option without a value has the value '' */
  optionalValues?: readonly string[]
  options: O
  /** whether the command line of another program follows */
  runsProgram?: true
  /** what to type, and what it does; $0 as in `usage` */
  examples: readonly (readonly [string, string])[]
  /**
   * Runs the command and returns the exit code. It loads modules only when it needs them. `verbs`: all commands,
   * for completion.
   */
  run(options: ArgumentsCamelCase<InferredOptionTypes<O>>, verbs: readonly Verb[]): Promise<number>
}

/** Returns the command unchanged, with a type that knows its options. A plain object literal would lose their types. */
export function verb<const O extends Record<string, Options>>(described: Verb<O>): Verb<O> {
  return described
}

/**
 * The `run` of a command that is written in sh, such as libexec/exec.sh. Such a command calls node only for arguments
 * that it refuses.
 */
export function refused(name: string): () => Promise<never> {
  return async () => {
    const advice = `Run \`tfsso ${name} --help\` to see the options and examples.`
    throw fail(`${name} cannot take these arguments.`, advice)
  }
}
