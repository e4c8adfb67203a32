import fs from 'node:fs'

/**
 * Whether this process may read from its terminal: a process of a background group that does is
 * stopped (SIGTTIN), silently, and its whole group with it. undefined where that is not known.
 */
export function isInForeground(): boolean | undefined {
  try {
    return isForegroundStat(fs.readFileSync('/proc/self/stat', 'utf8'))
  } catch {
    return undefined
  }
}

/** The same from /proc/PID/stat, proc(5): field 5 (pgrp) against field 8 (tpgid). */
export function isForegroundStat(stat: string): boolean {
  // The command's name, in brackets, may hold anything; the fields count from behind it.
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(foreground) > 0 && group === foreground
}

/** The same where there is no /proc: what `ps -o pgid=,tpgid=` says. */
export async function isInForegroundByPs(): Promise<boolean> {
  const { execa } = await import('execa')
  const columns = ['-o', 'pgid=,tpgid=', '-p', String(process.pid)]
  const { stdout } = await execa('ps', columns, { reject: false })
  const [group, foreground] = (stdout ?? '').trim().split(/\s+/)
  return Number(foreground) > 0 && group === foreground
}
