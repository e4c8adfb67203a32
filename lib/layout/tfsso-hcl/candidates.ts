import type { Account, Description } from './description.ts'
import { type Fit, findFit } from './path-pattern.ts'

/**
 * The candidates: the accounts whose patterns fit a directory best. The pattern whose match (`findFit`) is deepest
 * wins. If several matches have this depth, the pattern with the most literal text wins. `directory`: the path from the
 * directory of tfsso.hcl, '' for that directory itself.
 */
export function findCandidates({ accounts }: Description, directory: string): Account[] {
  let best: Fit | undefined
  let candidates: Account[] = []
  for (const account of accounts) {
    const fit = bestFit(account, directory)
    if (!fit) continue
    const order = best ? compare(fit, best) : 1
    if (order > 0) {
      best = fit
      candidates = [account]
    } else if (order === 0) candidates.push(account)
  }
  return candidates
}

function bestFit({ paths, directory: own }: Account, directory: string): Fit | undefined {
  let best = own === undefined ? undefined : fitBelow(own, directory)
  for (const pattern of paths) {
    const fit = findFit(pattern, directory)
    if (fit && (!best || compare(fit, best) > 0)) best = fit
  }
  return best
}

/** Does for a literal path (`own`) what `findFit` does for a pattern. */
function fitBelow(own: string, directory: string): Fit | undefined {
  if (own !== '' && directory !== own && !directory.startsWith(`${own}/`)) return undefined
  return { depth: own === '' ? 0 : own.split('/').length, literal: own.length }
}

const compare = (a: Fit, b: Fit) => a.depth - b.depth || a.literal - b.literal
