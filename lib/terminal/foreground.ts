import fs from 'node:fs'
import { orElse } from '../text/attempt.ts'

/**
 * Whether this process can read from its terminal. If a process in the background reads, the system silently stops its
 * process group (SIGTTIN). undefined without /proc.
 */
export function isInForeground(): boolean | undefined {
  return orElse(() => isForegroundStat(fs.readFileSync('/proc/self/stat', 'utf8')), undefined)
}

/** `stat`: from /proc/PID/stat, proc(5). In the foreground, field 5 (pgrp) equals field 8 (tpgid). */
export function isForegroundStat(stat: string): boolean {
  // The command's name, in parentheses, can contain any character, so count the fields after it.
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(foreground) > 0 && group === foreground
}

/** For systems without /proc. */
export async function isInForegroundByPs(): Promise<boolean> {
  const { execa } = await import('execa')
  const columns = ['-o', 'pgid=,tpgid=', '-p', String(process.pid)]
  const { stdout } = await execa('ps', columns, { reject: false })
  const [group, foreground] = (stdout ?? '').trim().split(/\s+/)
  return Number(foreground) > 0 && group === foreground
}
