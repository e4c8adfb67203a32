import fs from 'node:fs'
import path from 'node:path'
import { temporary } from './install.ts'

/**
 * Converts a time by this process's clock (ms) into one by the clock of the disk. The clocks differ under faketime, or
 * if the disk is on another machine.
 */
export function onDisk(ms: number): number {
  const file = path.join(temporary('tfsso-clock-'), 'now')
  fs.writeFileSync(file, '')
  const offset = fs.statSync(file).mtimeMs - Date.now()
  return ms + (Math.abs(offset) > 1_000 ? offset : 0)
}
