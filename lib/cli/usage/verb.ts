import type { ArgumentsCamelCase, InferredOptionTypes, Options, PositionalOptions } from 'yargs'
import { exitCode, Problem } from '../../text/problem.ts'

/** What a person may type of one command: its help, its completion and its parsing come from here. */
export interface Verb<O extends Record<string, Options> = Record<string, Options>> {
  name: string
  /** one line, for the list of commands */
  describe: string
  /** the whole usage, where it is more than the options; $0 stands for tfsso */
  usage?: string
  /** at most one, optional; with `many` any number */
  positional?: PositionalOptions & { name: string; many?: true }
  /** the options whose value may be left out: it comes after `=` only, and is empty without */
  optionalValues?: readonly string[]
  options: O
  /** whether the command line of another program follows */
  runsProgram?: true
  /** what to type, and what it does; $0 as in `usage` */
  examples: readonly (readonly [string, string])[]
  /** Returns the exit code. Loads what it needs. `verbs`: all of them, for completion. */
  run(options: ArgumentsCamelCase<InferredOptionTypes<O>>, verbs: readonly Verb[]): Promise<number>
}

/** For the types: an object literal alone would lose those of its options. */
export function verb<const O extends Record<string, Options>>(described: Verb<O>): Verb<O> {
  return described
}

/** For commands that are sh (libexec/exec.sh and others), which leave to node only what they can't take. */
export function refused(name: string): () => Promise<never> {
  return async () => {
    const advice = `Run \`tfsso ${name} --help\` to see how they are meant.`
    throw new Problem(exitCode.failure, `${name} cannot take these arguments.`, advice)
  }
}
