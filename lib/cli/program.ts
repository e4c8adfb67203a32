import { emptyKeys } from '../aws-config/keys.ts'
import { say } from '../terminal/say.ts'
import { printable } from '../text/printable.ts'
import { exitCode, misconfigured, Problem, renderProblem } from '../text/problem.ts'

// These signals end the process at once; `exit` handlers release locks and restore the terminal.
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

/** The Problem (exit code 78) if node can't find out the current directory. */
function directoryGone(error: unknown): Problem | undefined {
  if ((error as NodeJS.ErrnoException).syscall !== 'uv_cwd') return undefined
  return misconfigured(
    'The current directory was removed, or you no longer have access to it.',
    'Go to another one (`cd`) and run the command again.',
  )
}

export type Main = (args: string[]) => Promise<number>

/**
 * Runs `main` with this process's arguments and sets the exit code. If `main` throws a Problem, prints the Problem and
 * exits with its code. `directoryGone` can turn another error into a Problem. For any other error, prints the stack and
 * exits with 1.
 */
export function run(main: Main): void {
  exitOnSignals()
  void main(process.argv.slice(2))
    .catch(fail)
    .then((code) => {
      process.exitCode = code
    })
}

/**
 * Empties the AWS keys in our own environment: the person set them for other programs. In a CI job (TFSSO_CI_ROLE) the
 * keys stay, because the profiles use the job's own credentials.
 */
export function forgetKeys(): void {
  if (!process.env.TFSSO_CI_ROLE) emptyKeys(process.env)
}
