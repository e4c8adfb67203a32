import fs from 'node:fs'

/** Whether all cases are tried: with `npm run test:torture`, or for one file with TFSSO_TORTURE=1. */
export const long = ['1', 'all'].includes(process.env.TFSSO_TORTURE ?? '')

/** Whether this is `npm run test:torture`. That command writes the figures in docs/security.md. */
export const all = process.env.TFSSO_TORTURE === 'all'

/** The short form (`npm test`) tries one case out of this many. */
export const oneIn = long ? 1 : 100

/** Returns how many of all cases to try: in the short form only some, but at least `least`. */
export function cases(all: number, least = 1): number {
  return Math.max(Math.ceil(all / oneIn), Math.min(least, all))
}

export interface Figure {
  /** what was done to tfsso */
  attack: string
  /** how many times it was done */
  tries: number
  /** the result, such as "never two holders; the next process got the lock after 52 ms (median), 320 ms (longest)" */
  outcome: string
}

/**
 * Stores a figure, if TFSSO_TORTURE_FIGURES names a file for it. At the end of the test run, table.ts makes a table of
 * all figures.
 */
export function report(figure: Figure): void {
  const file = process.env.TFSSO_TORTURE_FIGURES
  if (file) fs.appendFileSync(file, `${JSON.stringify(figure)}\n`)
}
