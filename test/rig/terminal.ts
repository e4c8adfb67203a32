import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ReadStream } from 'node:tty'
import * as pty from '@lydell/node-pty'
import { hangMs } from './limits.ts'

export interface TerminalRun {
  /** with control sequences, except those of links (OSC 8) */
  readonly screen: string
  readonly pid: number
  write(text: string): void
  resize(columns: number, rows: number): void
  /** Does not signal the program's children. */
  kill(signal: NodeJS.Signals): void
  shows(pattern: RegExp, timeoutMs?: number): Promise<void>
  exited: Promise<{ exitCode: number; signal: number | undefined }>
}

const withoutLinks = (screen: string) => screen.replace(/\x1b\]8;;[^\x1b]*\x1b\\/g, '')

/**
 * Waits until all output is read. If other processes keep the terminal open, node-pty closes it 200 ms after the
 * program's exit. Without the wait, output that this process was too busy to read would be lost.
 */
async function readAll(chunks: () => number): Promise<void> {
  for (let quiet = 0, before = chunks(); quiet < 2; before = chunks()) {
    await nextTurn()
    quiet = chunks() === before ? quiet + 1 : 0
  }
}

/** Runs a program in a pseudo-terminal of its own. With 200 columns, few messages are wrapped. */
export function runInTerminal(
  file: string,
  args: string[],
  options: { cwd: string; env: Record<string, string> },
  size = { cols: 200, rows: 50 },
): TerminalRun {
  const child = pty.spawn(file, args, { ...options, ...size })
  let screen = ''
  let looks: (() => void)[] = []
  let chunks = 0
  child.onData((data) => {
    screen += data
    chunks++
    for (const look of looks) look()
  })
  const { _socket: socket } = child as unknown as { _socket: ReadStream }
  const destroy = socket.destroy.bind(socket)
  socket.destroy = (error) => {
    void readAll(() => chunks).then(() => destroy(error))
    return socket
  }
  const exited = new Promise<{ exitCode: number; signal: number | undefined }>((resolve) =>
    child.onExit(({ exitCode, signal }) => resolve({ exitCode, signal })),
  )
  return {
    get screen() {
      return withoutLinks(screen)
    },
    pid: child.pid,
    write: (text) => child.write(text),
    resize: (columns, rows) => child.resize(columns, rows),
    kill: (signal) => child.kill(signal),
    exited,
    shows: (pattern, timeoutMs = hangMs) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`not shown within ${timeoutMs} ms: ${pattern}\n${screen}`)),
          timeoutMs,
        )
        const look = () => {
          if (!pattern.test(withoutLinks(screen))) return
          clearTimeout(timer)
          looks = looks.filter((other) => other !== look)
          resolve()
        }
        looks.push(look)
        look()
      }),
  }
}
