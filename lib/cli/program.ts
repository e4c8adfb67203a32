import { emptyKeys } from '../aws-config/keys.ts'
import { say } from '../terminal/say.ts'
import { printable } from '../text/printable.ts'
import { exitCode, misconfigured, Problem, renderProblem } from '../text/problem.ts'

// A signal ends a wait at once; `exit` handlers release locks and tidy the terminal.
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

function exitOnSignals(): void {
  for (const [signal, code] of Object.entries(signals)) {
    process.once(signal, () => {
      if (process.stderr.isTTY) process.stderr.write('\n')
      process.exit(code)
    })
  }
}

function fail(error: unknown): number {
  const problem = error instanceof Problem ? error : directoryGone(error)
  if (problem) {
    say(`${renderProblem(problem)}\n`)
    return problem.code
  }
  const stack = printable(String(error instanceof Error ? error.stack : error))
  process.stderr.write(`tfsso: this is a bug; please report it with these lines.\n${stack}\n`)
  return exitCode.failure
}

/** What node throws wherever it is asked for a working directory that was removed; undefined for all else. */
function directoryGone(error: unknown): Problem | undefined {
  if ((error as NodeJS.ErrnoException).syscall !== 'uv_cwd') return undefined
  return misconfigured(
    'The current directory is gone: it was removed, or others closed it to you.',
    'Go to another one (`cd`) and run the command again.',
  )
}

/** What is given a command's arguments, the command included, and gives the exit code. */
export type Main = (args: string[]) => Promise<number>

/** Runs the command that the process was started with; its exit code becomes the process's. */
export function run(main: Main): void {
  exitOnSignals()
  void main(process.argv.slice(2))
    .catch(fail)
    .then((code) => {
      process.exitCode = code
    })
}

/** Takes the keys of the run that asks out of node's environment: they are not its business. */
export function forgetKeys(): void {
  // In a CI job they are what profiles are served from.
  if (!process.env.TFSSO_CI_ROLE) emptyKeys(process.env)
}
