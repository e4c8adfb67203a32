import type { Account, Description } from './description.ts'
import { type Fit, findFit } from './path-pattern.ts'

/**
 * The candidates: the accounts whose patterns (or own directory) fit a directory best. A pattern can match several of
 * the directories from the project's root down to this one: take the first of them (`findFit`). The pattern whose match
 * is at the deepest level wins, and at the same level the pattern with the most literal text. Returns all accounts that
 * fit equally well, and none if no pattern fits. `directory`: the path from the directory of tfsso.hcl, '' for that
 * directory itself.
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

/**
 * How well a directory fits an account's own directory (`own`, a literal path); undefined if the directory is not in
 * `own`. `findFit` does the same for a pattern.
 */
function fitBelow(own: string, directory: string): Fit | undefined {
  if (own !== '' && directory !== own && !directory.startsWith(`${own}/`)) return undefined
  return { depth: own === '' ? 0 : own.split('/').length, literal: own.length }
}

const compare = (a: Fit, b: Fit) => a.depth - b.depth || a.literal - b.literal
