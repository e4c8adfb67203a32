import fs from 'node:fs'
import type { Environment } from '../files/user-paths.ts'
import { orElse } from '../text/attempt.ts'
import { splitCommands } from './split-commands.ts'

/** Whether the person would probably see a browser that tfsso opens. */
export function hasBrowser(env: Environment): boolean {
  if (env.SSH_CONNECTION || env.SSH_TTY) return Boolean(env.BROWSER)
  if (env.BROWSER) return true
  if (process.platform === 'darwin') return true
  if (isWsl()) return true
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
}

/** Under WSL the browser runs on Windows. */
export function isWsl(): boolean {
  return orElse(() => /microsoft/i.test(fs.readFileSync('/proc/version', 'utf8')), false)
}

/**
 * Colons separate the commands in BROWSER. `splitCommands`, not a shell, splits each command into words. The URL
 * replaces each %s, or comes last.
 */
export function browserCommands(setting: string, url: string): string[][] {
  return splitCommands(setting).map((words) =>
    words.some((word) => word.includes('%s'))
      ? words.map((word) => word.replaceAll('%s', url))
      : [...words, url],
  )
}

/** Returns false if it is known that no browser could be started. */
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

/** The program outlives this process. Returns false if the program can't be started. */
async function startDetached(file: string, args: string[]): Promise<boolean> {
  const { execa } = await import('execa')
  const child = execa(file, args, {
    detached: true,
    cleanup: false,
    stdio: 'ignore',
    reject: false,
  })
  child.unref()
  if (child.pid === undefined) {
    await child
    return false
  }
  return true
}
