import readline from 'node:readline'

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
    lines.question(`${question} [y/N] `, (answer) => {
      resolve(/^\s*y(es)?\s*$/i.test(answer))
      lines.close()
    })
  })
}
