import { Aws } from '../../aws/clients.ts'
import { AwsClock } from '../../aws/clock.ts'
import { explainFailure } from '../../aws/failure.ts'
import { cacheDirectory, findPlaces, type Places } from '../../files/user-paths.ts'
import { withLock } from '../../lock/lock.ts'
import { livingSessions } from '../../session/living-sessions.ts'
import { endSession } from '../../session/logout.ts'
import { isOfPortal, type Portal, portalKey } from '../../session/portal.ts'
import { describeSession, type Session } from '../../session/session.ts'
import { listTokens, type StoredToken } from '../../session/token.ts'
import { tell } from '../../terminal/say.ts'
import { asProblem } from '../../text/attempt.ts'
import { exitCode, Problem } from '../../text/problem.ts'
import { findProjectContext } from '../context.ts'
import { removeWithTarget, wipeCache, wipePortal } from './wipe.ts'

/** longer than a refresh takes */
const lockWaitMs = 20_000

const stillAlive =
  'The session might still be valid at AWS. Until it ends there, a copy of its token works.'

/**
 * `tfsso logout`: ends the sessions at the layer's or the project's portal, and wipes what came from there
 * (`wipePortal`). With `all`, ends the sessions of all stored tokens that name a region, and wipes all tokens and the
 * whole cache. If a session can't be ended at AWS, everything is wiped all the same, and the exit code is 69.
 */
export async function logout({ all }: { all: boolean }): Promise<number> {
  if (all) return await logOutOfAll(findPlaces(process.env))
  const { session, places, clock, aws } = await findProjectContext(
    process.cwd(),
    process.env,
    'own',
  )
  const code = await logOutOf(session, places, { clock, aws })
  for (const left of livingSessions(places.tokenCache, clock.now()))
    tell(`there is still a session at ${left}: \`tfsso logout --all\` ends all sessions`)
  return code
}

async function logOutOfAll(places: Places): Promise<number> {
  const { env } = process
  const codes = [0]
  for (const { startUrl, region } of portalsOf(places)) {
    const session = describeSession(startUrl, startUrl, region, places)
    const clock = new AwsClock(cacheDirectory(places))
    codes.push(await logOutOf(session, places, { clock, aws: new Aws(region, clock, { env }) }))
  }
  // Only sessions whose tokens name no region are left now. tfsso doesn't know in which region to end them.
  for (const left of livingSessions(places.tokenCache, Date.now())) {
    tell(
      `the session at ${left} is deleted from this machine, but tfsso could not end it at AWS.`,
      stillAlive,
    )
    codes.push(exitCode.unreachable)
  }
  for (const { file } of listTokens(places.tokenCache)) removeWithTarget(file)
  await wipeCache(places)
  tell(`nothing is left in ${places.cache}`)
  return Math.max(...codes)
}

function portalsOf({ tokenCache }: Places): Portal[] {
  const portals = new Map<string, Portal>()
  for (const { token } of listTokens(tokenCache))
    if (token.region) portals.set(portalKey(token), token)
  return [...portals.values()]
}

async function logOutOf(
  session: Session,
  places: Places,
  { clock, aws }: { clock: AwsClock; aws: Aws },
): Promise<number> {
  const wipe = async () => {
    const tokens = listTokens(session.tokenCache).filter(({ token }) => isOfPortal(token, session))
    const failure = await endAll(tokens, session, { clock, aws })
    await wipePortal(places, session)
    return { count: tokens.length, failure }
  }
  // Take the lock first: otherwise a running refresh could store its new token after we removed the old one. If the
  // lock can't be acquired, wipe all the same: its holder could hang, or could be a login that waits for a person.
  const onWait = ({ pid }: { pid: number }, doing: string) => {
    throw new Problem(
      exitCode.busy,
      `The ${doing} (process ${pid}) is still running.`,
      'That process could create a new session. Stop it, or run `tfsso logout` again when it has ended.',
    )
  }
  const { count, failure } = await withLock(
    session.lock,
    { waitMs: lockWaitMs, onWait },
    wipe,
  ).catch((error) => {
    tell(asProblem(error).message, ...asProblem(error).advice)
    return wipe()
  })
  if (failure) {
    tell(
      `the session at ${session.startUrl} is deleted from this machine, but tfsso could not end it at AWS.`,
      explainFailure(failure).text,
      stillAlive,
    )
    return exitCode.unreachable
  }
  const what = count > 0 ? 'logged out of' : 'there was no session at'
  tell(
    `${what} ${session.startUrl}; tfsso has deleted the credentials that it had stored for this portal.`,
  )
  return 0
}

/** Returns the first error; undefined if there was none. */
async function endAll(
  tokens: readonly StoredToken[],
  session: Session,
  { clock, aws }: { clock: AwsClock; aws: Aws },
): Promise<unknown> {
  let failure: unknown
  for (const { token } of tokens)
    await endSession(aws, clock, session, token).catch((error) => {
      failure ??= error
    })
  return failure
}
