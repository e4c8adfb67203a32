import { exitCode, fail } from '../text/problem.ts'

interface Started {
  env?: Record<string, string | undefined>
  /** the Problem's text; without it, a failure is ignored */
  orFail?: string
}

/**
 * With `orFail`: if the program fails, shows its output and throws a Problem (exit code 1). With TFSSO_DEBUG=1, always
 * shows the output.
 */
export async function quietly(
  file: string,
  args: readonly string[],
  { env = {}, orFail }: Started,
): Promise<void> {
  const { execa } = await import('execa')
  const shown = process.env.TFSSO_DEBUG === '1' ? process.stderr : undefined
  const { failed, all } = await execa(file, args, {
    env,
    stdin: 'ignore',
    all: true,
    stdout: shown ? ['pipe', shown] : 'pipe',
    stderr: shown ? ['pipe', shown] : 'pipe',
    reject: false,
  })
  if (!failed || orFail === undefined) return
  if (!shown && all) process.stderr.write(`${all}\n`)
  throw fail(orFail)
}

const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

/**
 * Runs a program on our terminal, and waits for its end. SIGINT, SIGTERM and SIGHUP don't end the wait, so that the
 * program has time to clean up. We pass SIGTERM and SIGHUP on to the program. At Ctrl-C the terminal itself sends
 * SIGINT to us and to the program. Returns the exit code for the first of these signals that we got, else the program's
 * exit code. If there is neither code: 130 if SIGINT ended the program, otherwise 1.
 */
export async function inOurPlace(
  file: string,
  args: readonly string[],
  env: Record<string, string | undefined> = {},
): Promise<number> {
  const { execa } = await import('execa')
  let code: number | undefined
  let handOn = (_: keyof typeof codes): void => {}
  // Listen before the program starts: otherwise an early signal would be lost.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal)
    process.on(signal, () => {
      code ??= codes[signal]
      handOn(signal)
    })
  }
  const child = execa(file, args, { env, stdio: 'inherit', reject: false })
  handOn = (signal) => {
    if (signal !== 'SIGINT') child.kill(signal)
  }
  const { exitCode: own, signal } = await child
  return code ?? own ?? (signal === 'SIGINT' ? 130 : exitCode.failure)
}
