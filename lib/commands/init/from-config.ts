import type { AwsSection } from '../../aws-config/sections.ts'
import {
  accountNameOf,
  type NewAccount,
  type NewFile,
  sessionLabel,
} from '../../layout/tfsso-hcl/new-file.ts'
import { parseAccountId } from '../../project/accounts.ts'
import { profileRule, regionRule, roleRule, startUrlRule } from '../../project/rules.ts'
import type { KnownPortal } from './portal.ts'

type Session = NewFile['sessions'][number]

/**
 * The only portal of an AWS config; empty if the config has no portal or more than one. With `startUrl`, only portals
 * at that address count. Portals at the same address count as one, with the region of the last.
 */
export function knownPortal(sections: readonly AwsSection[], startUrl?: string): KnownPortal {
  const portals = new Map<string, string>()
  for (const { settings } of sections) {
    const url = settings.get('sso_start_url')
    const region = settings.get('sso_region')
    if (url && region && (startUrl ?? url) === url) portals.set(url, region)
  }
  const [only, another] = portals
  return only && !another ? { startUrl: only[0], ssoRegion: only[1] } : {}
}

/**
 * Profiles for the same AWS account at the same portal become one entry of `accounts`. The entry has the first
 * profile's role. The entry keeps the names of all its profiles except `default`. A profile with another role keeps
 * that role.
 */
export function accountsInConfig(
  sections: readonly AwsSection[],
): Pick<NewFile, 'sessions' | 'accounts' | 'leftOut'> {
  const sessions = new Map<string, Session>()
  const accounts = new Map<string, NewAccount>()
  const leftOut: string[] = []
  for (const section of sections) {
    const { settings, name: profile, kind } = section
    const ofSso = settings.has('sso_account_id') || settings.has('sso_role_name')
    if ((kind !== 'profile' && kind !== 'default') || !ofSso) continue
    const found = readProfile(section, sections)
    if (typeof found === 'string') {
      leftOut.push(`${profile}: ${found}`)
      continue
    }
    const { id, role, region, portal } = found
    const session = addSession(sessions, portal)
    const key = `${session.name} ${id}`
    const known = accounts.get(key)
    const profiles = new Map(known?.profiles)
    if (profile !== 'default')
      profiles.set(profile, !known || known.role === role ? undefined : role)
    const taken = [...accounts.values()].map(({ name }) => name)
    accounts.set(key, {
      ...(known ?? {
        id,
        role,
        sso: session.name,
        region,
        paths: [],
        name: nameOf(found, profile, taken),
      }),
      profiles,
    })
  }
  const several = sessions.size > 1
  return {
    sessions: [...sessions.values()],
    accounts: [...accounts.values()].map((account) =>
      several ? account : { ...account, sso: undefined },
    ),
    leftOut,
  }
}

interface SsoProfile {
  id: string
  role: string
  region: string | undefined
  portal: { session: string | undefined; startUrl: string; region: string }
}

/** If the result is a text, it says what is wrong with the profile. */
function readProfile(
  { settings, name, kind }: AwsSection,
  sections: readonly AwsSection[],
): SsoProfile | string {
  const sessionName = settings.get('sso_session')
  const session = sections.find((one) => one.kind === 'sso-session' && one.name === sessionName)
  if (sessionName !== undefined && !session) return `there is no sso-session ${sessionName}`
  const of = session?.settings ?? settings
  const startUrl = of.get('sso_start_url') ?? ''
  const region = of.get('sso_region') ?? ''
  const id = parseAccountId(settings.get('sso_account_id'))
  const role = settings.get('sso_role_name') ?? ''
  if (id === undefined) return 'its sso_account_id is not an account id'
  if (!roleRule.pattern.test(role)) return 'its sso_role_name is not a valid role name'
  if (!startUrlRule.pattern.test(startUrl))
    return 'its sso_start_url is not the address of a portal'
  if (!regionRule('').pattern.test(region)) return 'its sso_region is not a region'
  if (kind === 'profile' && !profileRule.pattern.test(name))
    return 'its name is not valid for a profile'
  const own = settings.get('region')
  return {
    ...{ id, role, portal: { session: session?.name, startUrl, region } },
    region:
      own !== undefined && own !== region && regionRule('').pattern.test(own) ? own : undefined,
  }
}

function addSession(
  sessions: Map<string, Session>,
  { session, startUrl, region }: SsoProfile['portal'],
): Session {
  const key = `${startUrl} ${region}`
  const known = sessions.get(key)
  if (known) return known
  const label = sessionLabel(startUrl, session)
  const taken = [...sessions.values()].some(({ name }) => name === label)
  const added = { name: taken ? `${label}-${sessions.size + 1}` : label, startUrl, region }
  sessions.set(key, added)
  return added
}

/**
 * The profile's name without role and id. If nothing is left, or for `default`: `account-ID`. If the name is taken, the
 * id is added.
 */
function nameOf({ id, role }: SsoProfile, profile: string, taken: readonly string[]): string {
  const text = profile.toLowerCase()
  const rest = [role.toLowerCase(), id]
    .reduce((left, part) => left.replace(part, ''), text)
    .replaceAll(/^[-_]+|[-_]+$/g, '')
  const name = rest === '' || profile === 'default' ? `account-${id}` : accountNameOf(rest)
  return taken.includes(name) ? `${name}-${id}` : name
}
