import type { Account, Description } from './description.ts'
import { findPlace, type Place } from './path-pattern.ts'

/**
 * The candidates: the accounts whose patterns fit a directory best. The pattern that matches the deepest directory
 * wins. At the same depth, the pattern with the most literal text wins. Returns all accounts that fit equally well, and
 * none if no pattern fits. `directory`: its path from the directory of tfsso.hcl, '' for that directory itself.
 */
export function findCandidates({ accounts }: Description, directory: string): Account[] {
  let best: Place | undefined
  let candidates: Account[] = []
  for (const account of accounts) {
    const place = bestPlace(account, directory)
    if (!place) continue
    const order = best ? compare(place, best) : 1
    if (order > 0) {
      best = place
      candidates = [account]
    } else if (order === 0) candidates.push(account)
  }
  return candidates
}

function bestPlace({ paths, directory: own }: Account, directory: string): Place | undefined {
  let best = own === undefined ? undefined : placeBelow(own, directory)
  for (const pattern of paths) {
    const place = findPlace(pattern, directory)
    if (place && (!best || compare(place, best) > 0)) best = place
  }
  return best
}

/**
 * The place of an account's own directory (`own`), if `directory` is in it; otherwise undefined. `own` is a literal
 * path, not a pattern.
 */
function placeBelow(own: string, directory: string): Place | undefined {
  if (own !== '' && directory !== own && !directory.startsWith(`${own}/`)) return undefined
  return { depth: own === '' ? 0 : own.split('/').length, literal: own.length }
}

const compare = (a: Place, b: Place) => a.depth - b.depth || a.literal - b.literal
