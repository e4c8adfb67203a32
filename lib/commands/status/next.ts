import { isDueForRenewal } from '../../credentials/renewal.ts'
import type { RoleCredentials } from '../../credentials/store.ts'
import { refreshBelowMs, uselessBelowMs } from '../../session/find-token.ts'
import { isRefreshable, remainingMs, type Token } from '../../session/token.ts'

/**
 * What the next `terraform plan` does. `stored`: makes a grant from stored credentials. `fetch`: gets role credentials
 * from AWS. `refresh`: renews the session silently, then fetches. `args`: adds arguments, and in a CI job perhaps
 * profiles.
 */
export type Next = 'warm' | 'stored' | 'fetch' | 'refresh' | 'login' | 'problem' | 'args' | 'off'

export interface Known {
  /** the value of TFSSO */
  setting: string | undefined
  /** why terraform can't start */
  problem: string | undefined
  /** whether the shim finds a good grant */
  warm: boolean
  token: Token | undefined
  /** the stored credentials of the layer's role, if their token is still stored */
  stored: RoleCredentials | undefined
  /** AWS's time, ms since 1970 */
  nowMs: number
}

/** Follows the rules of lib/grant/make.ts, lib/credentials/obtain.ts and lib/login/obtain-token.ts. */
export function decideNext({ setting, problem, warm, token, stored, nowMs }: Known): Next {
  if (setting === 'off') return 'off'
  if (problem !== undefined) return 'problem'
  if (setting === 'args') return 'args'
  if (warm) return 'warm'
  if (stored && !isDueForRenewal(stored, nowMs)) return 'stored'
  if (!token) return 'login'
  const left = remainingMs(token, nowMs)
  if (isRefreshable(token, nowMs) && left < refreshBelowMs) return 'refresh'
  return left > uselessBelowMs ? 'fetch' : 'login'
}

export const nextInWords: Record<Next, string> = {
  warm: 'starts at once',
  stored: 'starts at once, with the credentials that are stored',
  fetch: 'fetches credentials silently, and starts',
  refresh: 'renews the session silently, fetches credentials, and starts',
  login: 'asks you to log in first',
  problem: 'fails',
  args: 'starts with credentials of your own (TFSSO=args)',
  off: 'starts without tfsso (TFSSO=off)',
}
