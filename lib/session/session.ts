import { createHash } from 'node:crypto'
import path from 'node:path'
import type { AwsSection } from '../aws-config/sections.ts'
import type { Places } from '../files/user-paths.ts'
import { sessionLock } from '../lock/places.ts'
import type { SsoSettings } from '../project/settings.ts'
import { readToken } from './token.ts'

/** An AWS SSO session: where a person logs in, and where its token lies. */
export interface Session {
  /** as in `[sso-session NAME]` */
  name: string
  startUrl: string
  region: string
  /** the token's file, the one that AWS CLI v2 and the SDKs use for that name */
  tokenFile: string
  /** where a token for the start URL itself may lie (legacy profiles); read, never written */
  legacyTokenFile: string
  /** the directory of the lock on login and refresh, beside the token */
  lock: string
}

/** The token cache's file name for a session name or a start URL: botocore's SSOTokenLoader. */
export function tokenFileName(key: string): string {
  return `${createHash('sha1').update(key).digest('hex')}.json`
}

/** Whether two start URLs are the same portal, whatever slash or fragment they end with. */
export function sameStartUrl(a: string, b: string): boolean {
  const bare = (url: string) => url.replace(/\/?(#\/?)?$/, '')
  return bare(a) === bare(b)
}

/**
 * The session for these settings. Its name is that of the person's own `[sso-session]` of the same
 * start URL and region, else the project's; where a token of that name is for another start URL,
 * the project's with a short hash of the URL.
 */
export function findSession(
  sso: SsoSettings,
  project: string,
  config: readonly AwsSection[],
  places: Places,
): Session {
  const own = config.find(
    ({ kind, name, settings }) =>
      kind === 'sso-session' &&
      isSessionName(name) &&
      sameStartUrl(settings.get('sso_start_url') ?? '', sso.startUrl) &&
      settings.get('sso_region') === sso.region,
  )
  if (own)
    return describeSession(own.name, own.settings.get('sso_start_url') ?? '', sso.region, places)
  const session = describeSession(project, sso.startUrl, sso.region, places)
  const token = readToken(session.tokenFile)
  if (token === undefined || sameStartUrl(token.startUrl, sso.startUrl)) return session
  const hash = createHash('sha1').update(sso.startUrl).digest('hex').slice(0, 8)
  return describeSession(`${project}-${hash}`, sso.startUrl, sso.region, places)
}

/** Whether a name survives the quoting of a credential_process and the comments of an ini file. */
export const isSessionName = (name: string) => safeName.test(name)

const safeName = /^(?!.*\s[#;])[^"$`\\\p{Cc}\p{Cs}\p{Zl}\p{Zp}\ufffd]+$/u

/** A session by its name. */
export function describeSession(
  name: string,
  startUrl: string,
  region: string,
  { tokenCache }: Pick<Places, 'tokenCache'>,
): Session {
  const tokenFile = path.join(tokenCache, tokenFileName(name))
  return {
    name,
    startUrl,
    region,
    tokenFile,
    legacyTokenFile: path.join(tokenCache, tokenFileName(startUrl)),
    lock: sessionLock(tokenFile),
  }
}
