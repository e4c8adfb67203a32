import fs from 'node:fs'
import { isInForeground, isInForegroundByPs } from '../terminal/foreground.ts'

/** How often the terminal is read, ms. */
const lookMs = 200

/**
 * Calls `onLine` with each line that the person types (not with blank lines), until the returned function is called or
 * the terminal is gone. Returns undefined if nobody can type to us: stderr is not a terminal, there is no /dev/tty, or
 * we are in the background.
 *
 * It reads /dev/tty, because stdin is empty if a shim has started us. It never blocks, does not change the terminal's
 * mode, and reads only while we are in the foreground. So there is nothing to restore, and Ctrl-C works as usual.
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
  // Without /proc only `ps` can show whether we are in the foreground, and tfsso starts `ps` only once. So after a stop
  // (Ctrl-Z) assume that we are in the background.
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
