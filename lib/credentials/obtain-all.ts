import type { Identity } from '../project/settings.ts'
import { asProblem } from '../text/attempt.ts'
import { exitCode, Problem } from '../text/problem.ts'
import type { CredentialSource } from './obtain.ts'
import type { RoleCredentials } from './store.ts'

/** Five fetches at once reach the portal's limit of about 20 calls a second: a fetch takes about 0.2 s. */
export const fetchesAtOnce = 5

export type Obtained = RoleCredentials | Problem

/**
 * Role credentials for each identity, in the identities' order. One failure does not stop the other fetches, but
 * `fetchesAtOnce` failures with exit code 69 in a row do. Throws `noSession` if tfsso could not get a usable token.
 */
export async function obtainAll(
  source: Pick<CredentialSource, 'fresh' | 'get' | 'noSession'>,
  identities: readonly Identity[],
  onDone: () => void = () => {},
): Promise<Obtained[]> {
  const { default: pLimit } = await import('p-limit')
  const limit = pLimit(fetchesAtOnce)
  let silent = 0
  let unreachable: Problem | undefined

  const obtain = async (identity: Identity): Promise<Obtained> => {
    if (source.noSession) return source.noSession
    if (unreachable) return notTried(unreachable)
    try {
      const credentials = await source.get(identity)
      silent = 0
      return credentials
    } catch (error) {
      const problem = asProblem(error)
      silent = problem.code === exitCode.unreachable ? silent + 1 : 0
      if (silent >= fetchesAtOnce) unreachable ??= problem
      return problem
    }
  }
  const all = await Promise.all(
    identities.map(async (identity) => {
      const obtained = source.fresh(identity) ?? (await limit(obtain, identity))
      onDone()
      return obtained
    }),
  )
  if (source.noSession) throw source.noSession
  return all
}

function notTried({ code, advice: [cause = ''] }: Problem): Problem {
  return new Problem(
    code,
    'tfsso did not try this account, because it could not reach AWS for other accounts.',
    cause,
  )
}
