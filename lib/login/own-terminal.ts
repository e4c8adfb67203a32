import fs from 'node:fs'
import { isInForeground } from '../terminal/foreground.ts'

/**
 * Says something on the person's terminal, where they have one and what is written to stderr goes elsewhere
 * (`tofu plan >plan.txt 2>&1`). A background process stays silent: it might be stopped for it (SIGTTOU).
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
    // no terminal, or one that takes nothing now
  }
}
