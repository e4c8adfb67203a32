import fs from 'node:fs'

/** Whether every case is tried: in `npm run test:torture`, or in one file with TFSSO_TORTURE=1. */
export const long = ['1', 'all'].includes(process.env.TFSSO_TORTURE ?? '')

/** Whether this is `npm run test:torture`, which writes the figures in docs/security.md. */
export const all = process.env.TFSSO_TORTURE === 'all'

/** The short form in `npm test` tries one case in `oneIn`. */
export const oneIn = long ? 1 : 40

/** How many of all cases to try here, at least `least`. */
export function cases(all: number, least = 1): number {
  return Math.max(Math.ceil(all / oneIn), Math.min(least, all))
}

export interface Figure {
  /** what was done to tfsso */
  attack: string
  /** how often */
  tries: number
  /** the result: "never two holders; next one in after 0.2 s (median), 0.6 s (longest)" */
  outcome: string
}

/** Stores a figure for the table that table.ts makes at the end of the run. */
export function report(figure: Figure): void {
  const file = process.env.TFSSO_TORTURE_FIGURES
  if (file) fs.appendFileSync(file, `${JSON.stringify(figure)}\n`)
}
