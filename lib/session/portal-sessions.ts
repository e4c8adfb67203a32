import type { AwsSection } from '../aws-config/sections.ts'
import type { Places } from '../files/user-paths.ts'
import type { NamedPortal } from '../project/profile-target.ts'
import { isOfPortal } from './portal.ts'
import { findSession, type Session } from './session.ts'

/**
 * Returns a function that finds the session of a profile's portal. A profile without a portal uses `own`, the project's
 * session. TFSSO_SESSION can choose only `own`, and is ignored for other portals.
 */
export function portalSessions(
  own: Session,
  config: readonly AwsSection[],
  places: Pick<Places, 'tokenCache'>,
): (target: { portal?: NamedPortal | undefined }) => Session {
  const known = new Map<NamedPortal, Session>()
  return ({ portal }) => {
    if (!portal || isOfPortal(portal, own)) return own
    const session = known.get(portal) ?? findSession(portal, portal.name, config, places, {})
    known.set(portal, session)
    return session
  }
}
