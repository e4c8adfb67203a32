import { Aws, explainFailure } from '../../aws/clients.ts'
import { AwsClock } from '../../aws/clock.ts'
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

/** Long enough for a refresh to end, ms. */
const lockWaitMs = 20_000

const stillAlive =
  'It may still be alive at AWS: until it ends there, a copy of its token would work.'

/**
 * `tfsso logout`: ends the sessions of the project's portal at AWS, and wipes its tokens, role credentials, grants and
 * private AWS configs; with `all` every portal's, and the whole cache, wherever we are. Where AWS cannot be told they are
 * wiped all the same, and the exit code is 69.
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
    tell(`there is still a session at ${left}: \`tfsso logout --all\` ends every one`)
  return code
}

async function logOutOfAll(places: Places): Promise<number> {
  const codes = [0]
  for (const { startUrl, region } of portalsOf(places)) {
    const session = describeSession(startUrl, startUrl, region, places)
    const clock = new AwsClock(cacheDirectory(places))
    codes.push(await logOutOf(session, places, { clock, aws: new Aws(region, clock) }))
  }
  // What is left has no region, so no AWS can be told.
  for (const left of livingSessions(places.tokenCache, Date.now())) {
    tell(
      `the session at ${left} is wiped from this machine, but AWS could not be told.`,
      stillAlive,
    )
    codes.push(exitCode.unreachable)
  }
  for (const { file } of listTokens(places.tokenCache)) removeWithTarget(file)
  await wipeCache(places)
  tell(`nothing is left in ${places.cache}`)
  return Math.max(...codes)
}

/** The portals that there are tokens of. */
function portalsOf({ tokenCache }: Places): Portal[] {
  const portals = new Map<string, Portal>()
  for (const { token } of listTokens(tokenCache))
    if (token.region) portals.set(portalKey(token), token)
  return [...portals.values()]
}

/** Logs out of a portal and says what came of it. */
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
  // Under the lock, or a refresh that is under way would write its token after us. But whatever keeps
  // us from it, a logout wipes: a login that waits for a person or was refused, a holder that hangs.
  const onWait = ({ pid }: { pid: number }, doing: string) => {
    throw new Problem(
      exitCode.busy,
      `The ${doing} (process ${pid}) goes on.`,
      'It may end in a new session: stop it, or run `tfsso logout` again afterwards.',
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
      `the session at ${session.startUrl} is wiped from this machine, but AWS could not be told.`,
      explainFailure(failure).text,
      stillAlive,
    )
    return exitCode.unreachable
  }
  const what = count > 0 ? 'logged out of' : 'there was no session at'
  tell(`${what} ${session.startUrl}; its credentials and grants are wiped.`)
  return 0
}

/** Ends every session of these tokens. Why AWS could not be told, if it could not. */
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
