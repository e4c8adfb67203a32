import { emptyKeys } from './support/keys.ts'
import { printable } from './support/printable.ts'
import { exitCode, Problem, renderProblem } from './support/problem.ts'

/*
 * The commands that our sh parts wait for start without an argument parser; all others go by yargs.
 * Every module is loaded only by what uses it.
 */

export async function main(args: string[]): Promise<number> {
  const [command = '', ...rest] = args
  // It prints them.
  if (command === 'environment') return (await import('./commands/env-json.ts')).environment(rest)
  // In a CI job they are what profiles are served from.
  if (!process.env.TFSSO_CI_ROLE) emptyKeys(process.env)
  if (command === 'grant') return (await import('./commands/grant.ts')).grant(rest)
  if (command === 'credentials' && rest[0] === 'job')
    return (await import('./commands/job-credentials.ts')).jobCredentials(rest.slice(1))
  if (command === 'credentials')
    return (await import('./commands/credentials.ts')).credentials(rest)
  if (command === 'account-grant')
    return (await import('./commands/exec-account.ts')).accountGrant(rest)
  return (await import('./commands/cli.ts')).run(args)
}

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
  if (error instanceof Problem) {
    process.stderr.write(`${renderProblem(error)}\n`)
    return error.code
  }
  const stack = printable(String(error instanceof Error ? error.stack : error))
  process.stderr.write(`tfsso: this is a bug; please report it with these lines.\n${stack}\n`)
  return exitCode.failure
}

/** Runs the command that the process was started with; its exit code becomes the process's. */
export function start(): void {
  exitOnSignals()
  void main(process.argv.slice(2))
    .catch(fail)
    .then((code) => {
      process.exitCode = code
    })
}

export { warmUp } from './warm-up.ts'
