import fs from 'node:fs'
import { orElse } from '../text/attempt.ts'

/**
 * Whether this process is in the foreground, so that it can read from its terminal. If a process in the background
 * reads, the system silently stops its whole process group (SIGTTIN). undefined on a system without /proc.
 */
export function isInForeground(): boolean | undefined {
  return orElse(() => isForegroundStat(fs.readFileSync('/proc/self/stat', 'utf8')), undefined)
}

/**
 * Whether a process is in the foreground, from the text of its /proc/PID/stat (proc(5)): field 5 (pgrp) equals field 8
 * (tpgid).
 */
export function isForegroundStat(stat: string): boolean {
  // The command's name, in parentheses, can contain any character, so count the fields after it.
  const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(foreground) > 0 && group === foreground
}

/**
 * Whether this process is in the foreground, from the output of `ps -o pgid=,tpgid=`. This is for systems without
 * /proc.
 */
export async function isInForegroundByPs(): Promise<boolean> {
  const { execa } = await import('execa')
  const columns = ['-o', 'pgid=,tpgid=', '-p', String(process.pid)]
  const { stdout } = await execa('ps', columns, { reject: false })
  const [group, foreground] = (stdout ?? '').trim().split(/\s+/)
  return Number(foreground) > 0 && group === foreground
}
