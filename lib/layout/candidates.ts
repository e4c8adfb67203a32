import { misconfigured } from '../text/problem.ts'
import type { AccountPlace, Layer } from './layout.ts'

/**
 * The one account that a layer is worked on in. Where several could be, none is guessed: Problem (78)
 * that names them.
 */
export function decideAccount(
  { directory }: Layer,
  candidates: readonly AccountPlace[],
): AccountPlace {
  const [own, ...others] = candidates
  if (own && others.length === 0) return own
  const names = candidates.map(({ name, file }) => `${name} (${file})`)
  throw misconfigured(
    own
      ? `${directory} could be any of these accounts': ${names.join(', ')}.`
      : `${directory} is in no account any more.`,
    'Run the command again when one account is left for this directory.',
  )
}
