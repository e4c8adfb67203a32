import { show } from '../project/values.ts'
import { misconfigured, type Problem } from '../text/problem.ts'
import type { AccountPlace, Layer, SwitchedTo } from './layout.ts'

/**
 * Decides a layer's account; undefined without candidates, because then the directory is no layer. `chosen`
 * (TFSSO_ACCOUNT) picks a candidate. Without `chosen`, exactly one candidate must match the current workspace and
 * bucket: tfsso never guesses. Returns a Problem (exit code 78) if none or several match, if `chosen` is no candidate,
 * or if `switchedTo` refuses the command.
 */
export function decideAccount(
  { directory }: Layer,
  candidates: readonly AccountPlace[],
  { chosen, switchedTo }: { chosen?: string | undefined; switchedTo?: SwitchedTo | undefined } = {},
): AccountPlace | Problem | undefined {
  const names = candidates.map(({ name }) => name)
  if (names.length === 0) return undefined
  const taken = candidates.find(({ name }) => name === chosen)
  if (chosen && !taken)
    return misconfigured(
      `TFSSO_ACCOUNT is ${show(chosen)}, but ${directory} can only be in the account ${names.join(', ')}.`,
      'Correct it, or unset it.',
    )
  if (switchedTo?.refused) return switchedTo.refused
  if (taken) return taken
  const [own, ...others] = switchedTo?.remaining ?? candidates
  if (own && others.length === 0) return own
  const choose = `name the account for this run: TFSSO_ACCOUNT=${names[0]}`
  if (!switchedTo?.advice.length)
    return misconfigured(
      `${directory} belongs to several accounts: ${candidates.map(({ name, file }) => `${name} (${file})`).join(', ')}.`,
      `Let the paths of only one account match this directory, or ${choose}`,
    )
  const fitting = switchedTo.remaining.map(({ name }) => name).join(' and ')
  return misconfigured(
    fitting
      ? `The current workspace or bucket of ${directory} belongs to several accounts: ${fitting}.`
      : `The current workspace or bucket of ${directory} belongs to no account.`,
    ...switchedTo.advice,
    `Or ${choose}`,
  )
}
