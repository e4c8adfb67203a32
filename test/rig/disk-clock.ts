import fs from 'node:fs'
import path from 'node:path'
import { temporary } from './install.ts'

/**
 * A time of this process (ms) on the clock of the disk for temporary files: they differ under faketime, and
 * where the disk is another machine's.
 */
export function onDisk(ms: number): number {
  const file = path.join(temporary('tfsso-clock-'), 'now')
  fs.writeFileSync(file, '')
  const offset = fs.statSync(file).mtimeMs - Date.now()
  return ms + (Math.abs(offset) > 1_000 ? offset : 0)
}
