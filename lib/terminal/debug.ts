import { printable } from '../text/printable.ts'

/** Says on stderr what was decided and why, where TFSSO_DEBUG is set. Never a secret. */
export function debug(message: string): void {
  const setting = process.env.TFSSO_DEBUG
  if (setting && setting !== '0') process.stderr.write(`tfsso debug: ${printable(message)}\n`)
}
