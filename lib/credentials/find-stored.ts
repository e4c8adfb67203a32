import type { Environment, Places } from '../files/user-paths.ts'
import { type ProfileTarget, roleWord } from '../project/profile-target.ts'
import { findStoredTokens, type TokenSearch } from '../session/find-token.ts'
import { CredentialStore, isFrom, type RoleCredentials } from './store.ts'

export interface StoredSearch extends Pick<TokenSearch, 'session' | 'clock'> {
  env: Environment
  places: Places
  /** use stored credentials only if they came with the portal's best token (`findToken`) */
  bestTokenOnly?: boolean
}

/** The stored credentials if their token is still stored. They can be due for renewal, or have expired. */
export function findStoredCredentials(
  search: StoredSearch,
  { accountId, role }: Pick<ProfileTarget, 'accountId' | 'role'>,
): RoleCredentials | undefined {
  const { places, session, env, bestTokenOnly = false } = search
  const stored = new CredentialStore(places, session, env).read(
    accountId,
    roleWord(role),
    undefined,
  )
  // A refresh or another login usually replaces the token. A logout by another tool removes it.
  const tokens = findStoredTokens(search)
  if (bestTokenOnly) tokens.splice(1)
  return stored && tokens.some(({ token }) => isFrom(stored, token)) ? stored : undefined
}
