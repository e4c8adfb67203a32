import fs from 'node:fs'
import type { Environment } from '../files/user-paths.ts'
import { splitCommands } from './split-commands.ts'

/** Whether a browser on this machine would be seen by the person: not over SSH, not without a display. */
export function hasBrowser(env: Environment): boolean {
  if (env.SSH_CONNECTION || env.SSH_TTY) return Boolean(env.BROWSER)
  if (env.BROWSER) return true
  if (process.platform === 'darwin') return true
  if (isWsl()) return true
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** Whether this is Linux on Windows, whose browser runs on Windows. */
export function isWsl(): boolean {
  try {
    return /microsoft/i.test(fs.readFileSync('/proc/version', 'utf8'))
  } catch {
    return false
  }
}

/**
 * The commands that BROWSER names, each with its arguments: alternatives between colons, the URL in
 * place of %s or at the end. No shell reads them.
 */
export function browserCommands(setting: string, url: string): string[][] {
  return splitCommands(setting).map((words) =>
    words.some((word) => word.includes('%s'))
      ? words.map((word) => word.replaceAll('%s', url))
      : [...words, url],
  )
}

/** Opens the URL. False where no browser could be started; the person has the URL on the terminal. */
export async function openBrowser(url: string, env: Environment): Promise<boolean> {
  if (env.BROWSER) {
    for (const [file = '', ...args] of browserCommands(env.BROWSER, url))
      if (await startDetached(file, args)) return true
    return false
  }
  try {
    const { default: open } = await import('open')
    const child = await open(url)
    child.on('error', () => {})
    return true
  } catch {
    return false
  }
}

/** Starts a program that goes on without us; false where there is no such program. */
async function startDetached(file: string, args: string[]): Promise<boolean> {
  const { execa } = await import('execa')
  const child = execa(file, args, {
    detached: true,
    cleanup: false,
    stdio: 'ignore',
    reject: false,
  })
  child.unref()
  // A program that can't be started has no pid.
  if (child.pid === undefined) {
    await child
    return false
  }
  return true
}
