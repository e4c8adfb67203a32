import fs from 'node:fs'
import { isInForeground, isInForegroundByPs } from '../terminal/foreground.ts'

/** How often the terminal is looked at, ms. */
const lookMs = 200

/**
 * Gives the lines that the person types while we wait, until the returned function is called.
 * undefined where nobody can type to us: no terminal, or we are in the background.
 *
 * Our stdin is empty, so it is /dev/tty that is read: never blocking, in whatever mode the terminal
 * is, and only while we are in the foreground. So there is nothing to restore, and Ctrl-C is the
 * terminal's own.
 */
export async function readTypedLines(
  onLine: (line: string) => void,
): Promise<(() => void) | undefined> {
  if (!process.stderr.isTTY) return undefined
  if (!(isInForeground() ?? (await isInForegroundByPs()))) return undefined
  let terminal: number
  try {
    const { O_RDONLY, O_NONBLOCK, O_NOCTTY } = fs.constants
    terminal = fs.openSync('/dev/tty', O_RDONLY | O_NONBLOCK | O_NOCTTY)
  } catch {
    return undefined
  }
  const buffer = Buffer.alloc(8192)
  let text = ''
  let over = false
  const stop = () => {
    if (over) return
    over = true
    clearInterval(timer)
    process.removeListener('SIGCONT', onContinue)
    fs.closeSync(terminal)
  }
  // Where it can't be asked again and again, who was stopped (Ctrl-Z) counts as in the background.
  const onContinue = () => {
    if (isInForeground() === undefined) stop()
  }
  process.on('SIGCONT', onContinue)
  const look = () => {
    if (isInForeground() === false) return
    try {
      text += buffer.toString('utf8', 0, fs.readSync(terminal, buffer))
    } catch (error) {
      // EAGAIN: nobody has typed. Else the terminal has gone.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') stop()
      return
    }
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    for (const line of lines) if (!over && line.trim() !== '') onLine(line)
  }
  const timer = setInterval(look, lookMs)
  timer.unref()
  return stop
}
