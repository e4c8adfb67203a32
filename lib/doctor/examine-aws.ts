import { Aws } from '../aws/clients.ts'
import { AwsClock } from '../aws/clock.ts'
import { readPersonalConfig } from '../aws-config/personal-files.ts'
import type { AwsSection } from '../aws-config/sections.ts'
import type { NamedAccount } from '../credentials/compare-held.ts'
import { listHeldIn } from '../credentials/held.ts'
import { isFile } from '../files/read.ts'
import type { Environment, Places } from '../files/user-paths.ts'
import type { ProjectFacts } from '../layout/layout.ts'
import { findToken } from '../session/find-token.ts'
import { findSession, type Session } from '../session/session.ts'
import { remainingMs, type Token } from '../session/token.ts'
import { attempt, orNothing } from '../text/attempt.ts'
import { Problem } from '../text/problem.ts'
import { askAws } from './ask-aws.ts'
import { checkAnswer, checkClock } from './checks/aws.ts'
import { checkRoles } from './checks/roles.ts'
import { checkSession } from './checks/session.ts'
import { brokenBy, type Finding, skipped } from './finding.ts'

interface Findings {
  session: Finding[]
  aws: Finding[]
}

/**
 * Checks the session, the connection, the clock and, with a valid session, the person's roles. Skips all this if AWS
 * SSO is switched off or the portal's region is not known.
 */
export async function examineAws(
  env: Environment,
  {
    known,
    named = [],
  }: { known?: ProjectFacts | undefined; named?: readonly NamedAccount[] | undefined },
  places: Places | undefined,
): Promise<Findings> {
  if (known?.sso === false) {
    const message =
      'sso_enabled is not true: tfsso does not use AWS SSO here, and terraform uses your own credentials.'
    return { session: [skipped('session', message)], aws: [skipped('aws', message)] }
  }
  if (known?.ssoRegion === undefined) {
    const message =
      'tfsso does not know a portal and its region here: only the files of a project name them.'
    return { session: [skipped('session', message)], aws: [skipped('aws', message)] }
  }
  const region = known.ssoRegion
  const own = (places && orNothing(attempt(() => readPersonalConfig(places)))) ?? []
  const clock = places && new AwsClock(places.cache)
  const found = attempt(() => findSessionAndToken(known, region, own, places, clock, env))
  const { session, token } = orNothing(found) ?? {}
  const alive = token && clock && remainingMs(token, clock.now()) > 0

  const { answers, offsetMs } = await askAws(region, env, alive ? token.accessToken : undefined)
  const nowMs = Date.now()
  const awsNowMs = offsetMs === undefined ? (clock?.now() ?? nowMs) : nowMs + offsetMs
  const refused = answers.some(
    ({ service, answer }) => service === 'portal' && answer?.name === 'UnauthorizedException',
  )
  const held = alive && session && !refused ? await askForRoles(session, env, token, named) : []
  return {
    session: [
      found instanceof Problem
        ? brokenBy('session', found)
        : describe(session, token, { refused: Boolean(alive) && refused, awsNowMs, nowMs }),
      ...held,
    ],
    aws: [...answers.map(checkAnswer), ...checkClock(offsetMs)],
  }
}

async function askForRoles(
  { region }: Session,
  env: Environment,
  token: Token,
  named: readonly NamedAccount[],
): Promise<Finding[]> {
  const aws = new Aws(region, new AwsClock('/dev/null'), { many: true, env })
  const held = await listHeldIn(
    aws,
    token,
    named.flatMap(({ name, accountId, role }) =>
      accountId === null || role === null ? [] : { name, accountId },
    ),
  ).catch((error) => error)
  if (!(held instanceof Error)) return await checkRoles(named, held)
  return [skipped('held', 'Could not find out which roles you have.')]
}

function describe(
  session: Session | undefined,
  token: Token | undefined,
  rest: { refused: boolean; awsNowMs: number; nowMs: number },
): Finding {
  if (!session)
    return skipped(
      'session',
      'tfsso does not know a session here: only the files of a project name it.',
    )
  return checkSession({ session, token, fileThere: isFile(session.tokenFile), ...rest })
}

/** Problem (exit code 78) if TFSSO_SESSION is not a valid name, or names a session of another portal. */
function findSessionAndToken(
  { name, startUrl }: ProjectFacts,
  region: string,
  own: readonly AwsSection[],
  places: Places | undefined,
  clock: AwsClock | undefined,
  env: Environment,
): { session?: Session; token?: Token | undefined } {
  if (name === undefined || startUrl === undefined || !places || !clock) return {}
  const session = findSession({ startUrl, region }, name, own, places, env)
  return { session, token: findToken({ session, clock }) }
}
