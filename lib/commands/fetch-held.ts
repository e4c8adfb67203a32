import { Aws } from '../aws/clients.ts'
import type { AwsClock } from '../aws/clock.ts'
import { type HeldAccount, keepHeld, listHeld } from '../credentials/held.ts'
import type { Environment, Places } from '../files/user-paths.ts'
import type { Session } from '../session/session.ts'
import { withToken } from './with-token.ts'

/**
 * Asks AWS for every account and role that a person has at a portal, and caches the list. `noLogin`: why nobody can be
 * asked to log in. Problem (exit code 77) if a login is necessary and `noLogin` is set, or if AWS refuses every token;
 * 69 if AWS can't be reached.
 */
export async function fetchHeld(
  context: { session: Session; clock: AwsClock; env: Environment; places: Places },
  noLogin: string | undefined,
): Promise<HeldAccount[]> {
  const { session, clock, env, places } = context
  const aws = new Aws(session.region, clock, { many: true, env })
  const held = await withToken({ ...context, aws, noLogin }, (token) => listHeld(aws, token))
  keepHeld(places, session, held, Date.now())
  return held
}
