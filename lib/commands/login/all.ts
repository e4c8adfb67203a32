import { Aws } from '../../aws/clients.ts'
import { CredentialSource } from '../../credentials/obtain.ts'
import { type Obtained, obtainAll } from '../../credentials/obtain-all.ts'
import type { Account } from '../../layout/read.ts'
import { requireIdentity } from '../../layout/require.ts'
import { describeRole } from '../../project/profile-target.ts'
import type { Identity } from '../../project/settings.ts'
import { portalKey } from '../../session/portal.ts'
import type { Session } from '../../session/session.ts'
import { writeOutput } from '../../terminal/output.ts'
import { showProgress } from '../../terminal/progress.ts'
import { columnsOf, say } from '../../terminal/say.ts'
import { asProblem, attempt } from '../../text/attempt.ts'
import { misconfigured, Problem } from '../../text/problem.ts'
import type { ProjectContext } from '../context.ts'
import { type AccountResult, exitCodeOf, renderResults, renderResultsJson } from './all-results.ts'
import { type LoginHow, logIn } from './one-portal.ts'

/**
 * The rest of `tfsso login --all`, after the login at the context's portal: makes sure that there is a session at the
 * project's other portals, then caches role credentials for every account that has a directory. With `force`, logs in
 * and fetches everything again. If the login at another portal fails, only that portal's accounts get no credentials.
 * The exit code is that of `exitCodeOf`.
 */
export async function obtainForAll(
  context: ProjectContext,
  { json, force, ...how }: LoginHow & { json: boolean },
): Promise<number> {
  const { session, clock, env, places } = context
  const accounts = listIdentities(context)
  const wanted = accounts.flatMap(({ identity }) =>
    identity === undefined || identity instanceof Problem ? [] : [identity],
  )
  const ofSession = groupBy(wanted, (identity) => sessionOfAccount(context, identity))
  // Log in at all portals before fetching anything. Otherwise the person would have to wait between two logins.
  const others = new Map([...ofSession.keys()].map((at) => [portalKey(at), at]))
  others.delete(portalKey(session))
  const failed = new Map<string, Problem>()
  for (const [key, at] of others) {
    const aws = new Aws(at.region, clock, { env })
    const login = logIn({ ...context, session: at, aws }, { force, ...how })
    await login.catch((error) => failed.set(key, asProblem(error)))
  }

  const progress = showProgress('tfsso: fetching credentials', wanted.length, env)
  const obtained = new Map<Identity, Obtained>()
  for (const [at, identities] of ofSession) {
    const aws = new Aws(at.region, clock, { many: true, env })
    const own = { session: at, aws, clock, env, places }
    const source = new CredentialSource({ ...own, ...how, bestTokenOnly: force })
    const failure = failed.get(portalKey(at))
    const fetched = failure
      ? identities.map(() => failure)
      : obtainAll(source, identities, progress.step)
    const all = await Promise.resolve(fetched).catch((error) => {
      progress.end()
      throw error
    })
    for (const [i, identity] of identities.entries()) obtained.set(identity, all[i] as Obtained)
  }
  progress.end()

  const results = accounts.map(({ account, identity }): AccountResult => {
    const { name, accountId = null } = account
    if (identity === undefined || identity instanceof Problem)
      return { name, accountId, role: null, until: null, problem: identity ?? null }
    const got = obtained.get(identity)
    return got === undefined || got instanceof Problem
      ? { name, accountId, role: describeRole(identity.role), until: null, problem: got ?? null }
      : { name, accountId, role: got.role, until: clock.toLocal(got.expiration), problem: null }
  })
  if (json) writeOutput(renderResultsJson(session, results))
  const { accountFile } = context.reading.layout.texts
  say(renderResults(results, accountFile, Date.now(), columnsOf(process.stderr)))
  return exitCodeOf(results)
}

function sessionOfAccount({ reading, sessionOf }: ProjectContext, { account }: Identity): Session {
  return sessionOf({ portal: reading.places.find(({ name }) => name === account)?.portal })
}

function groupBy<K, T>(all: readonly T[], keyOf: (one: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const one of all) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return groups
}

/**
 * Each account, and the identity of its layers. The identity is a Problem if a setting of the account is wrong, and
 * undefined if the account has no directory. Throws a Problem (exit code 78) if no account has a directory.
 */
function listIdentities({ directory, project, reading }: ProjectContext) {
  const { accounts, layout } = reading
  if (accounts.every(({ places }) => places.length === 0)) {
    throw misconfigured(
      `No account of the project ${project.project} (${directory}) has a directory.`,
      `An account needs ${layout.texts.account}.`,
    )
  }
  return accounts.map((account): { account: Account; identity: Identity | Problem | undefined } => {
    if (account.places.length === 0) return { account, identity: undefined }
    return { account, identity: attempt(() => requireIdentity(reading, account)) }
  })
}
