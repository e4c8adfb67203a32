import fs from 'node:fs'

/** Whether all cases are tried (TFSSO_TORTURE=1, or `npm run test:torture`). */
export const long = ['1', 'all'].includes(process.env.TFSSO_TORTURE ?? '')

/** Whether this is `npm run test:torture`, which writes the figures in docs/security.md. */
export const all = process.env.TFSSO_TORTURE === 'all'

/** The short form (`npm test`) tries one case out of this many. */
export const oneIn = long ? 1 : 100

/** Returns how many of all cases to try, in the short form at least `least`. */
export function cases(all: number, least = 1): number {
  return Math.max(Math.ceil(all / oneIn), Math.min(least, all))
}

export interface Figure {
  attack: string
  tries: number
  /** such as "never two holders; the next process got the lock after 52 ms (median)" */
  outcome: string
}

/** Stores a figure for table.ts, if TFSSO_TORTURE_FIGURES names a file for it. */
export function report(figure: Figure): void {
  const file = process.env.TFSSO_TORTURE_FIGURES
  if (file) fs.appendFileSync(file, `${JSON.stringify(figure)}\n`)
}
