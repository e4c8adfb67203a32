import { printableLine } from '../text/printable.ts'
import { say } from './say.ts'

/** With TFSSO_DEBUG, prints on stderr what was decided and why. Pass it no secrets. */
export function debug(message: string): void {
  const setting = process.env.TFSSO_DEBUG
  if (setting && setting !== '0') say(`tfsso debug: ${printableLine(message)}\n`)
}
