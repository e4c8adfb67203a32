import readline from 'node:readline'

/**
 * Asks the person on the terminal; anything but yes is a no, the end of the input, too. The terminal
 * edits the line itself, so that Ctrl-C comes as a signal and ends tfsso.
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
