import { misconfigured, type Problem } from '../text/problem.ts'
import type { AccountPlace, Layer } from './layout.ts'

/**
 * The one account that a layer is worked on in, or undefined where there is none: the directory is no layer. Where
 * several could be, none is guessed: a Problem (78) that names them.
 */
export function decideAccount(
  { directory }: Layer,
  candidates: readonly AccountPlace[],
): AccountPlace | Problem | undefined {
  const [own, ...others] = candidates
  if (others.length === 0) return own
  const names = candidates.map(({ name, file }) => `${name} (${file})`)
  return misconfigured(
    `${directory} could be any of these accounts': ${names.join(', ')}.`,
    'Run the command again when one account is left for this directory.',
  )
}
