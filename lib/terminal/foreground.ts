import { statFields } from '../process/identity.ts'

/**
 * Whether this process can read from its terminal. If a process in the background reads, the system silently stops its
 * process group (SIGTTIN). undefined without /proc.
 */
export function isInForeground(): boolean | undefined {
  const fields = statFields('self')
  return fields && isForegroundStat(fields)
}

/** In the foreground, field 5 (pgrp) of /proc/PID/stat, proc(5), equals field 8 (tpgid). */
export function isForegroundStat([, , group, , , foreground]: readonly string[]): boolean {
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
