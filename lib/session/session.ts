import { createHash } from 'node:crypto'
import path from 'node:path'
import type { AwsSection } from '../aws-config/sections.ts'
import type { Environment, Places } from '../files/user-paths.ts'
import { portalLock } from '../lock/places.ts'
import type { SsoSettings } from '../project/settings.ts'
import { misconfigured, type Problem } from '../text/problem.ts'
import {
  isOfPortal,
  type Portal,
  plainStartUrl,
  portalKey,
  portalScope,
  servesPortal,
} from './portal.ts'
import { listTokens, readToken, type Token, tokenFileName } from './token.ts'

export interface Session extends Portal {
  /** as in `[sso-session NAME]` */
  name: string
  /** whether the person's AWS config has this `[sso-session]`; other tools find its token only in `tokenFile` */
  inConfig: boolean
  /**
   * where a new token is stored: the file of AWS CLI v2 and the SDKs for `name`, or an existing token's file
   * (`findSession`)
   */
  tokenFile: string
  /** the directory of all tokens; the session can use each one that serves its portal (`servesPortal`) */
  tokenCache: string
  /** the directory of the lock on the portal's login and refresh */
  lock: string
  /** the scopes that a login asks for; `portalScope` comes first */
  scopes: readonly string[]
}

/**
 * The first session of these that exists:
 * 1. the session that TFSSO_SESSION names
 * 2. the person's own `[sso-session]` of the portal: the one with the project's name, otherwise the first
 * 3. a session with the project's name that uses the file of an existing token of the portal. This file must not be
 *    named after the start URL, or after an `[sso-session]` of another portal
 * 4. a session with the project's name
 *
 * If the project's name belongs to an `[sso-session]` of another portal, or if the token file for the project's name
 * contains a token that rule 3 does not accept, a short hash of the URL is added to the name. If rule 3 finds a token
 * under the name with the hash, the session keeps this name.
 *
 * Problem (exit code 78) if TFSSO_SESSION is not a valid name, or names a session of another portal.
 */
export function findSession(
  sso: SsoSettings,
  project: string,
  config: readonly AwsSection[],
  places: Pick<Places, 'tokenCache'>,
  { TFSSO_SESSION: chosen }: Environment,
): Session {
  const sections = config.filter(({ kind, name }) => kind === 'sso-session' && isSessionName(name))
  if (chosen) return chooseSession(chosen, sections, sso, places)
  const own = sections.filter((section) => isOfPortal(portalOf(section), sso))
  const section = own.find(({ name }) => name === project) ?? own[0]
  if (section) return sessionOfSection(section, places)
  return sessionWithoutSection(sso, project, sections, places)
}

/** `others`: the `[sso-session]` sections, all of other portals */
function sessionWithoutSection(
  sso: SsoSettings,
  project: string,
  others: readonly AwsSection[],
  places: Pick<Places, 'tokenCache'>,
): Session {
  const describe = (name: string) => describeSession(name, sso.startUrl, sso.region, places)
  const plain = describe(project)
  const hashed = describe(
    `${project}-${createHash('sha1').update(sso.startUrl).digest('hex').slice(0, 8)}`,
  )
  const ofOthers = others.map(({ name }) => describe(name).tokenFile)
  const tokens = listTokens(places.tokenCache)
  const ours = tokens
    .filter(({ file, token }) => servesPortal(token, sso) && !isLegacy(file, token))
    .map(({ file }) => file)
    .filter((file) => !ofOthers.includes(file))
  const known = [plain, hashed].find(({ tokenFile }) => ours.includes(tokenFile))
  if (known) return known
  const taken = [...ofOthers, ...tokens.map(({ file }) => file)]
  const session = taken.includes(plain.tokenFile) ? hashed : plain
  return { ...session, tokenFile: ours[0] ?? session.tokenFile }
}

/** The AWS config can lack a section for the session. */
function chooseSession(
  name: string,
  sections: readonly AwsSection[],
  sso: SsoSettings,
  places: Pick<Places, 'tokenCache'>,
): Session {
  if (!isSessionName(name))
    throw wrongChoice('TFSSO_SESSION is not a name that an AWS config file can contain.')
  const section = sections.find((candidate) => candidate.name === name)
  const session = section
    ? sessionOfSection(section, places)
    : describeSession(name, sso.startUrl, sso.region, places)
  const token = readToken(session.tokenFile)
  for (const other of [session, token])
    if (other && !isOfPortal(other, sso)) {
      throw wrongChoice(
        `TFSSO_SESSION is ${name}, a session at ${other.startUrl} in ${other.region}; the project's portal is ${sso.startUrl} in ${sso.region}.`,
      )
    }
  return session
}

function wrongChoice(message: string): Problem {
  return misconfigured(message, 'Unset TFSSO_SESSION, or set it to a session of that portal.')
}

function sessionOfSection(section: AwsSection, places: Pick<Places, 'tokenCache'>): Session {
  const { startUrl, region } = portalOf(section)
  const session = describeSession(section.name, startUrl, region, places)
  return { ...session, inConfig: true, scopes: scopesOf(section) }
}

/**
 * Whether the file is named after the start URL. Other tools make such files for profiles without a session. For new
 * tokens, `findSession` does not choose such a file.
 */
function isLegacy(file: string, { startUrl }: Token): boolean {
  return path.basename(file) === tokenFileName(startUrl)
}

function portalOf({ settings }: AwsSection): Portal {
  return {
    startUrl: settings.get('sso_start_url') ?? '',
    region: settings.get('sso_region') ?? '',
  }
}

function scopesOf({ settings }: AwsSection): string[] {
  const asked = (settings.get('sso_registration_scopes') ?? '').split(',')
  return [...new Set([portalScope, ...asked.map((scope) => scope.trim()).filter(Boolean)])]
}

/**
 * Whether a name is safe inside a credential_process's quotes, and in an ini file, where some characters begin a
 * comment.
 */
export const isSessionName = (name: string) => safeName.test(name)

const safeName = /^(?!.*\s[#;])[^"$`\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffd]+$/u

export function describeSession(
  name: string,
  startUrl: string,
  region: string,
  { tokenCache }: Pick<Places, 'tokenCache'>,
): Session {
  const portal = { startUrl: plainStartUrl(startUrl), region }
  return {
    ...portal,
    name,
    inConfig: false,
    tokenFile: path.join(tokenCache, tokenFileName(name)),
    tokenCache,
    lock: portalLock(tokenCache, portalKey(portal)),
    scopes: [portalScope],
  }
}
