import { Aws } from '../aws/clients.ts'
import { readPersonalConfig } from '../aws-config/personal-files.ts'
import { CredentialSource } from '../credentials/obtain.ts'
import type { Environment } from '../files/user-paths.ts'
import { noArguments } from '../grant/arguments.ts'
import { checkModes } from '../grant/check-modes.ts'
import { renderGrant, sessionMark } from '../grant/grant.ts'
import { makeGrant } from '../grant/make.ts'
import { printGrant } from '../grant/print.ts'
import { renderAwsConfig } from '../grant/run-aws-config.ts'
import { noteGivenKey, storeAwsConfig } from '../grant/run-files.ts'
import type { AccountPlace } from '../layout/layout.ts'
import type { Account, ProjectReading } from '../layout/read.ts'
import { requireListedId, requireSettings } from '../layout/require.ts'
import { whyNobodyIsThere } from '../login/person.ts'
import { endWithParent } from '../process/parent.ts'
import { type PersonalProfiles, personalProfiles } from '../project/personal-profiles.ts'
import { roleRule } from '../project/rules.ts'
import { show } from '../project/values.ts'
import { portalSessions } from '../session/portal-sessions.ts'
import { misconfigured } from '../text/problem.ts'
import { findProjectContext, type ProjectContext } from './context.ts'
import { findAccount, roleMissing } from './find-account.ts'

/**
 * `tfsso account-grant ASK NAME`, for `tfsso exec` and `tfsso env` with --account: prints a grant for an account. The
 * role comes from TFSSO_ROLE, else from an outer `tfsso exec --role` (`withHandedRole`), else from the project's files.
 * ASK is `login` or `nobody`, as for `tfsso grant`. Problem (exit code 78) if the account is unknown or the role is not
 * clear.
 */
export async function accountGrant([ask, name = '']: string[]): Promise<number> {
  endWithParent(process.env.TFSSO_SHIM_PID)
  const found = await findProjectContext(process.cwd(), process.env, 'run')
  const account = await findAccount(found.reading, name)
  // --account overrides TFSSO_ACCOUNT.
  const { TFSSO_ACCOUNT: _, ...own } = process.env
  const env = withHandedRole(own, account)
  requireOneRole(account, env)
  const context = { ...found, env }
  const noLogin = whyNobodyIsThere(env, ask === 'login')
  const prefix = env.TFSSO_PREFIX ?? ''
  const directory = account.places[0]?.directory
  // An account's directory counts as a layer: its files say everything that a grant needs.
  const text = directory
    ? await makeGrant({
        tool: 'terraform',
        mode: 'full',
        directory,
        prefix,
        env: withAbsoluteFiles(context),
        noLogin,
      })
    : await grantWithoutDirectory(context, account, prefix, noLogin)
  printGrant(text, 'terraform')
  return 0
}

/**
 * If TFSSO_ROLE is not set, takes the role from an outer `tfsso exec --role` for this account. libexec/handed-role.sh
 * says in which layers this role counts.
 */
function withHandedRole(env: Environment, { places }: Account): Environment {
  const { TFSSO_ROLE, TFSSO_EXEC_ROLE, TFSSO_EXEC_PLACES = '' } = env
  const handed = TFSSO_EXEC_PLACES.split('\n')
  if (
    TFSSO_ROLE ||
    !TFSSO_EXEC_ROLE ||
    !places.some(({ directory }) => directory && handed.includes(directory))
  )
    return env
  return { ...env, TFSSO_ROLE: TFSSO_EXEC_ROLE }
}

/**
 * The person's relative paths start in the current directory, but makeGrant would resolve them from the account's
 * directory.
 */
function withAbsoluteFiles({ env, places }: ProjectContext): Environment {
  return {
    ...env,
    ...(env.AWS_CONFIG_FILE ? { AWS_CONFIG_FILE: places.awsConfig } : {}),
    ...(env.AWS_SHARED_CREDENTIALS_FILE
      ? { AWS_SHARED_CREDENTIALS_FILE: places.awsCredentials }
      : {}),
  }
}

/** Problem (exit code 78) if TFSSO_ROLE is not set and the account's files disagree about the role. */
function requireOneRole({ name, places }: Account, { TFSSO_ROLE }: Environment): void {
  const roles = new Set(places.map(({ role }) => role))
  if (roles.size <= 1 || TFSSO_ROLE) return
  throw misconfigured(
    `The account ${name} has different roles: ${places.map(({ file }) => file).join(', ')}.`,
    'Say which one with --role.',
  )
}

/** Problem (exit code 78) if neither TFSSO_ROLE nor the project's files name the role. */
async function grantWithoutDirectory(
  context: ProjectContext,
  account: Account,
  prefix: string,
  noLogin: string | undefined,
): Promise<string> {
  const { reading, places, clock, env } = context
  checkModes(reading, { mode: 'full', env, noLogin })
  const personal = personalProfiles(places)
  const { identity, region, portal, profiles } = account.places[0]
    ? ofPlace(reading, account.places[0], env.TFSSO_ROLE, personal)
    : { ...identityOfListed(context, account), portal: undefined, profiles: new Map() }
  const own = readPersonalConfig(places)
  const session = context.sessionOf({ portal })
  const sessionOf = portalSessions(session, own, places)
  const config = storeAwsConfig(
    places,
    renderAwsConfig({ env, prefix, region, sessionOf, profiles, own }),
  )
  const aws = new Aws(session.region, clock, { env })
  const source = new CredentialSource({ session, aws, clock, env, places, noLogin })
  const credentials = await source.get(identity)
  noteGivenKey(places, credentials.accessKeyId)
  const who = `${identity.account} (${identity.accountId}) as ${credentials.role}`
  return renderGrant({
    covers: [],
    inputs: { present: [], found: [], many: [], absent: [] },
    proof: '',
    checksumCommand: 'false',
    tellingCommand: 'false',
    arguments: noArguments,
    aws: {
      session: sessionMark(session),
      places: [],
      who,
      credentials,
      endsAtMs: clock.toLocal(credentials.expiration),
      region,
      config,
      sharedCredentials: undefined,
    },
  })
}

/**
 * For an account whose place has no `directory`: patterns say where its layers are. `profiles` has only the account's
 * own profiles.
 */
function ofPlace(
  reading: ProjectReading,
  own: AccountPlace,
  role: string | undefined,
  personal: PersonalProfiles,
) {
  const { layout, project, places } = reading
  const settings = requireSettings(reading, own, role)
  const { identity, region } = settings
  const names = new Set(layout.profileNames(project, own, identity.role))
  const mentions = { names, profiles: new Set<string>(), suffixes: undefined }
  const needs = { project, places, own, settings, mentions, stored: undefined, personal }
  const { targets: profiles } = layout.resolveProfiles({ ...needs, anyRole: false })
  return { identity, region, portal: own.portal, profiles }
}

/**
 * For an account that is only in the project's list of accounts. Problem (exit code 78) if its id or TFSSO_ROLE is
 * missing or invalid.
 */
function identityOfListed({ project, reading, env }: ProjectContext, account: Account) {
  const accountId = requireListedId(reading, account)
  const role = env.TFSSO_ROLE
  if (!role) throw roleMissing(reading, account.name)
  if (!roleRule.pattern.test(role))
    throw misconfigured(`The role is ${show(role)}, but must be ${roleRule.expected}.`)
  return { identity: { account: account.name, accountId, role }, region: project.region }
}
