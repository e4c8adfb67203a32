import { exitCode, Problem, renderProblem } from './support/problem.ts'

/*
 * The two commands that shims wait for start without an argument parser; all others go by yargs.
 * Every module is loaded only by what uses it.
 */

async function main(args: string[]): Promise<number> {
  const [command = '', ...rest] = args
  if (command === 'grant') return (await import('./commands/grant.ts')).grant(rest)
  if (command === 'credentials')
    return (await import('./commands/credentials.ts')).credentials(rest)
  return (await import('./commands/cli.ts')).run(args)
}

// A signal ends a wait at once; `exit` handlers release locks and tidy the terminal.
const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const
for (const [signal, code] of Object.entries(signals)) {
  process.once(signal, () => {
    if (process.stderr.isTTY) process.stderr.write('\n')
    process.exit(code)
  })
}
// A reader that has gone (`tfsso status | head`) is no failure of ours.
process.stderr.on('error', () => {})
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (error instanceof Problem) {
    process.stderr.write(`${renderProblem(error)}\n`)
    process.exitCode = error.code
  } else {
    process.stderr.write(
      `tfsso: this is a bug; please report it with these lines.\n${error instanceof Error ? error.stack : error}\n`,
    )
    process.exitCode = exitCode.failure
  }
}
