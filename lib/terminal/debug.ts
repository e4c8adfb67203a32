import { printableLine } from '../text/printable.ts'
import { say } from './say.ts'

/** The message must contain no secret. */
export function debug(message: string): void {
  const setting = process.env.TFSSO_DEBUG
  if (setting && setting !== '0') say(`tfsso debug: ${printableLine(message)}\n`)
}
