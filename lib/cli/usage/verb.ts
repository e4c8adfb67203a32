import type { ArgumentsCamelCase, InferredOptionTypes, Options, PositionalOptions } from 'yargs'
import { fail } from '../../text/problem.ts'

/**
 * Describes the command line of one command. From this description come the help, the manual page, the completion and
 * the parsers (of node and of sh).
 */
export interface Verb<O extends Record<string, Options> = Record<string, Options>> {
  name: string
  /** one line, for the list of commands */
  describe: string
  /** the whole usage, for a command that needs more explanation than its options; $0 stands for tfsso */
  usage?: string
  /** one optional positional argument; with `many`, any number of them */
  positional?: PositionalOptions & { name: string; many?: true }
  /** the options whose value can be left out. In this case the value is ''. A value must follow `=` */
  optionalValues?: readonly string[]
  options: O
  /** whether the command line of another program follows the options */
  runsProgram?: true
  /** what to type, and what it does; $0 as in `usage` */
  examples: readonly (readonly [string, string])[]
  /**
   * Runs the command and returns the exit code. It loads modules only when it needs them. `verbs`: all commands,
   * for completion.
   */
  run(options: ArgumentsCamelCase<InferredOptionTypes<O>>, verbs: readonly Verb[]): Promise<number>
}

/**
 * Returns the command unchanged. The type of the result contains the type of each option. The type of a plain object
 * literal would not.
 */
export function verb<const O extends Record<string, Options>>(described: Verb<O>): Verb<O> {
  return described
}

/**
 * The `run` of a command that is written in sh, such as libexec/exec.sh. The sh script does the work. This `run` is
 * called only for arguments that the script refuses, so it always throws.
 */
export function refused(name: string): () => Promise<never> {
  return async () => {
    const advice = `Run \`tfsso ${name} --help\` to see the options and examples.`
    throw fail(`${name} cannot take these arguments.`, advice)
  }
}
