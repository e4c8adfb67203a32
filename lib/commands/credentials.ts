import { Aws } from '../aws/clients.ts'
import { AwsClock } from '../aws/clock.ts'
import { CredentialSource } from '../credentials/obtain.ts'
import { formatProcessOutput } from '../credentials/store.ts'
import { cacheDirectory, findPlaces } from '../files/user-paths.ts'
import { parseAccountId } from '../project/accounts.ts'
import { parseRoleWord } from '../project/profile-target.ts'
import { regionRule, startUrlRule } from '../project/rules.ts'
import { describeSession, isSessionName } from '../session/session.ts'
import { debug } from '../terminal/debug.ts'
import { writeOutput } from '../terminal/output.ts'
import { fail, Problem } from '../text/problem.ts'

/**
 * `tfsso credentials ACCOUNT_ID ROLE SESSION START_URL REGION`, for libexec/credentials: prints role credentials as a
 * credential process does. It never logs in. If it can't get new credentials, it prints stored ones that are still
 * valid, so that a running apply does not fail. A sixth argument, `other`: the portal is not the layer's own.
 */
export async function credentials(args: string[]): Promise<number> {
  const [accountId = '', roleName = '', name = '', startUrl = '', region = '', other] = args
  const role = parseRoleWord(roleName)
  const fits =
    parseAccountId(accountId) === accountId &&
    role !== undefined &&
    isSessionName(name) &&
    startUrlRule.pattern.test(startUrl) &&
    regionRule('sso_region').pattern.test(region)
  if (!fits) {
    throw fail(
      'usage: credentials ACCOUNT_ID ROLE SESSION START_URL REGION (called by the AWS config that tfsso writes)',
    )
  }
  const { env } = process
  const places = findPlaces(env)
  const session = describeSession(name, startUrl, region, places)
  const clock = new AwsClock(cacheDirectory(places))
  const aws = new Aws(region, clock, { env })
  const noLogin = 'the program that asks for credentials can hide what tfsso prints'
  const loginCommand = other === 'other' ? `tfsso login --portal ${startUrl}` : 'tfsso login'
  const source = new CredentialSource({ session, aws, clock, env, places, noLogin, loginCommand })
  const target = { account: accountId, accountId, role }
  const given = await source.get(target).catch((error) => {
    const old = error instanceof Problem ? source.getStillValid(target) : undefined
    if (!old) throw error
    debug(`no new credentials, so the stored ones are used: ${error.message}`)
    return old
  })
  writeOutput(`${formatProcessOutput(given, clock.toLocal(given.expiration))}\n`)
  return 0
}
