import readline from 'node:readline'
import { fitTo } from '../terminal/say.ts'

/**
 * Asks the person on the terminal. Anything except yes is a no, as is the end of the input. The terminal
 * edits the line itself, so Ctrl-C arrives as a signal and ends tfsso.
 */
export function confirm(question: string): Promise<boolean> {
  const lines = readline.createInterface({
    input: process.stdin,
    output: process.stderr,
    terminal: false,
  })
  return new Promise((resolve) => {
    lines.once('close', () => resolve(false))
    lines.question(`${fitTo(`${question} [y/N]`, process.stderr)} `, (answer) => {
      resolve(/^\s*y(es)?\s*$/i.test(answer))
      lines.close()
    })
  })
}
