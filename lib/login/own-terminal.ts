import fs from 'node:fs'
import { isInForeground } from '../terminal/foreground.ts'

/**
 * For when stderr goes elsewhere (`tofu plan >plan.txt 2>&1`). A process that is known to be in the background prints
 * nothing, because the system might stop it for printing (SIGTTOU).
 */
export function tellTerminal(text: string): void {
  if (isInForeground() === false) return
  try {
    const { O_WRONLY, O_NONBLOCK, O_NOCTTY } = fs.constants
    const terminal = fs.openSync('/dev/tty', O_WRONLY | O_NONBLOCK | O_NOCTTY)
    try {
      fs.writeSync(terminal, text)
    } finally {
      fs.closeSync(terminal)
    }
  } catch {
    // there is no terminal, or it accepts no output now
  }
}
