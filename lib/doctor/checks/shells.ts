import { setTimeout as sleep } from 'node:timers/promises'
import type { Environment } from '../../files/user-paths.ts'
import { type Look, loginEnvironment, loginShellArguments, parseLook, shScript } from '../look.ts'

/** A startup file can wait for something that never comes. */
const limitMs = 10_000

export type Viewpoint = 'make' | 'sh' | 'login-shell'

export interface View {
  from: Viewpoint
  /** the login shell's program */
  shell?: string | undefined
  look?: Look | undefined
  failure?: string
}

/**
 * Asks `sh -c`, make and the login shell at the same time which program each tool's name starts. A login shell of an
 * unknown kind is not started.
 */
export async function askShells(
  env: Environment,
  prefix: string,
  shell: string | undefined,
  limit = limitMs,
): Promise<View[]> {
  const { MAKEFLAGS: _, MFLAGS: __, MAKELEVEL: ___, ...forMake } = env
  const login = shell ? loginShellArguments(shell) : undefined
  return await Promise.all([
    ask({ from: 'sh' }, '/bin/sh', ['-c', shScript], env, limit),
    ask(
      { from: 'make' },
      'make',
      ['-s', '-f', `${prefix}/libexec/doctor.mk`],
      { ...forMake, TFSSO_DOCTOR_LOOK: shScript },
      limit,
    ),
    shell && login
      ? ask({ from: 'login-shell', shell }, shell, login, loginEnvironment(env), limit)
      : {
          from: 'login-shell',
          shell,
          failure: shell ? 'is not a shell that tfsso knows' : 'is not set',
        },
  ])
}

async function ask(
  view: View,
  file: string,
  args: string[],
  env: Environment,
  limit: number,
): Promise<View> {
  const { execa } = await import('execa')
  const child = execa(file, args, {
    env,
    extendEnv: false,
    reject: false,
    buffer: false,
    stdin: 'ignore',
    stderr: 'ignore',
    // Start the shell in a new process session, without our terminal. Otherwise an interactive shell takes our
    // terminal, or the system stops the shell when it tries (SIGTTIN, SIGTTOU).
    detached: true,
    cleanup: false,
  })
  let output = ''
  const answered = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (parseLook(output)) resolve()
    })
  })
  const over = new AbortController()
  const timeout = sleep(limit, 'too long', { signal: over.signal }).catch(() => undefined)
  // Don't wait until the pipe is closed: a program that a startup file started can keep it open forever.
  const ended = await Promise.race([answered, child, timeout])
  over.abort()
  endGroup(child.pid)
  child.stdout.destroy()
  const look = parseLook(output)
  if (look) return { ...view, look }
  if (ended === 'too long')
    return { ...view, failure: `did not answer within ${limit / 1000} s, so tfsso ended it` }
  const { code } = (await child) as { code?: string }
  return { ...view, failure: code === 'ENOENT' ? 'was not found' : 'ended without an answer' }
}

/** Also kills the programs that the process left running in its group. */
function endGroup(pid: number | undefined): void {
  try {
    // An interactive shell ignores SIGTERM.
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // The group has ended already.
  }
}
