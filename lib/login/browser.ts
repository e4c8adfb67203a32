import fs from 'node:fs'
import type { Environment } from '../files/user-paths.ts'
import { orElse } from '../text/attempt.ts'
import { splitCommands } from './split-commands.ts'

/**
 * Whether the person could probably see a browser on this machine. Over SSH: only if BROWSER is set. On Linux (but not
 * WSL): only if BROWSER is set or there is a display.
 */
export function hasBrowser(env: Environment): boolean {
  if (env.SSH_CONNECTION || env.SSH_TTY) return Boolean(env.BROWSER)
  if (env.BROWSER) return true
  if (process.platform === 'darwin') return true
  if (isWsl()) return true
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** Whether this is Linux under WSL, where the browser runs on Windows. */
export function isWsl(): boolean {
  return orElse(() => /microsoft/i.test(fs.readFileSync('/proc/version', 'utf8')), false)
}

/**
 * The commands in the variable BROWSER, where colons separate them. Each command is a list of words, because no shell
 * splits it. The URL replaces each %s, or is added at the end if there is no %s.
 */
export function browserCommands(setting: string, url: string): string[][] {
  return splitCommands(setting).map((words) =>
    words.some((word) => word.includes('%s'))
      ? words.map((word) => word.replaceAll('%s', url))
      : [...words, url],
  )
}

/**
 * Opens the URL. Returns false if tfsso notices that no browser could be started. The person must then open the URL
 * that the terminal shows.
 */
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

/** Starts a program that keeps running after this process has ended. Returns false if the program can't be started. */
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
