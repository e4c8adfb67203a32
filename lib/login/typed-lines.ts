import fs from 'node:fs'
import { isInForeground, isInForegroundByPs } from '../terminal/foreground.ts'

/** How often the terminal is read, ms. */
const lookMs = 200

/**
 * Calls `onLine` with each line that the person types, except blank lines. Returns a function that stops the reading.
 * Returns undefined if nobody can type: stderr is no terminal, there is no /dev/tty, or tfsso is in the background.
 *
 * Reads /dev/tty, because stdin is empty if a shim started tfsso. Never blocks, never changes the terminal's mode, and
 * reads only in the foreground. So Ctrl-C works, and there is nothing to restore.
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
  // Without /proc only `ps` shows whether we are in the foreground, and tfsso starts `ps` only once. So after Ctrl-Z,
  // assume the background.
  const onContinue = () => {
    if (isInForeground() === undefined) stop()
  }
  process.on('SIGCONT', onContinue)
  const look = () => {
    if (isInForeground() === false) return
    try {
      text += buffer.toString('utf8', 0, fs.readSync(terminal, buffer))
    } catch (error) {
      // EAGAIN: nobody has typed. Any other error: the terminal is gone.
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
