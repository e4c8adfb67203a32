import { Aws } from '../aws/clients.ts'
import type { AwsClock } from '../aws/clock.ts'
import { type HeldAccount, keepHeld, listHeld } from '../credentials/held.ts'
import { TokenRejected } from '../credentials/portal.ts'
import type { Environment, Places } from '../files/user-paths.ts'
import { obtainToken } from '../login/obtain-token.ts'
import type { Session } from '../session/session.ts'

/**
 * Asks AWS for every account and role that a person has at a portal, and caches the list. Logs in if necessary.
 * `noLogin`: why nobody can be asked to log in; undefined if somebody can. Problem (exit code 77) if a login is
 * necessary and `noLogin` is set, 69 if AWS can't be reached.
 */
export async function fetchHeld(
  context: { session: Session; clock: AwsClock; env: Environment; places: Places },
  noLogin: string | undefined,
): Promise<HeldAccount[]> {
  const { session, clock, places } = context
  const aws = new Aws(session.region, clock, { many: true })
  const rejected: string[] = []
  for (;;) {
    const token = await obtainToken({
      ...context,
      aws,
      noLogin,
      rejected,
      noRefresh: rejected.length > 1,
    })
    try {
      const held = await listHeld(aws, token)
      keepHeld(places, session, held, Date.now())
      return held
    } catch (error) {
      if (!(error instanceof TokenRejected) || rejected.length > 2) throw error
      rejected.push(token.accessToken)
    }
  }
}
