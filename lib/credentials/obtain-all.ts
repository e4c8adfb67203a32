import type { Identity } from '../project/settings.ts'
import { asProblem } from '../text/attempt.ts'
import { exitCode, Problem } from '../text/problem.ts'
import type { CredentialSource } from './obtain.ts'
import type { RoleCredentials } from './store.ts'

/**
 * How many fetches are under way at once. The portal takes about 20 calls a second, and each lasts
 * some 0.2 s.
 */
export const fetchesAtOnce = 5

/** Role credentials, or why there are none. */
export type Obtained = RoleCredentials | Problem

/**
 * Role credentials for each of these, in their order; `onDone` is called as each comes to its end. What
 * cannot be had does not stop the others, but a session that cannot be had is thrown (77, 69, 75), and
 * where AWS does not answer several times in a row the rest is not tried.
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
  return new Problem(code, 'Not tried: AWS cannot be reached.', cause)
}
