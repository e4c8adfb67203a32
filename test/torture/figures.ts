import fs from 'node:fs'

/** Whether this is `npm run test:torture`: the long form, whose figures stand in docs/security.md. */
export const long = process.env.TFSSO_TORTURE === '1'

/** The short form, in `npm test`, has one case in so many of the long form's. */
export const oneIn = long ? 1 : 40

/** How many cases there are to be, of all: the share of this form, and no fewer than `least`. */
export function cases(all: number, least = 1): number {
  return Math.max(Math.ceil(all / oneIn), Math.min(least, all))
}

export interface Figure {
  /** what holds, as a reader of docs/security.md would say it */
  promise: string
  /** what was tried and how often: "200 trials with 8 waiters" */
  tried: string
  /** what came out: "never two holders; next one in after 0.2 s (median), 0.6 s (longest)" */
  outcome: string
  /** how long it took, s */
  seconds: number
}

/** Keeps a figure for the table at the end of the run (table.ts). */
export function report(figure: Figure): void {
  const file = process.env.TFSSO_TORTURE_FIGURES
  if (file) fs.appendFileSync(file, `${JSON.stringify(figure)}\n`)
}
