import { readLine } from '../../credentials/store.ts'
import { portalInMark } from '../../grant/grant.ts'
import type { PortalClaim } from '../../session/portal.ts'
import { parseToken } from '../../session/token.ts'

/*
 * Finds out from a file's content which portals it came from. This works even if a lock's holder has not renamed the
 * file yet (`N.new`), or if its writer was killed.
 */

/** Undefined if tfsso does not recognize the content. */
export function originsOf(text: string): PortalClaim[] | undefined {
  if (text.startsWith('# tfsso credentials\n')) return ofCredentials(text)
  // A grant of any version. The first line of a stored grant contains the number of its format.
  if (/^(#g\d+|# tfsso grant( \d+)?)\n/.test(text)) return ofGrant(text)
  if (text.startsWith('# Written by tfsso ')) return ofAwsConfig(text)
  // Other files of tfsso contain no credentials.
  if (text.startsWith('# tfsso ')) return []
  const token = parseToken(text)
  return token && [token]
}

/** `tfsso_owner` is account, role, session, start URL, region, and more (lib/credentials/store.ts). */
function ofCredentials(text: string): PortalClaim[] | undefined {
  const owner = readLine(text, 'tfsso_owner')
  return found(/^[^|]*\|[^|]*\|.*?\|(https:\/\/[^|]*)\|([a-z0-9-]+)\|/.exec(owner ?? ''))
}

/** `tfsso_session` is a `sessionMark`; empty in a grant with arguments only. */
function ofGrant(text: string): PortalClaim[] | undefined {
  const session = readLine(text, 'tfsso_session')
  if (session === '') return []
  return found(portalInMark.exec(session ?? ''))
}

function found(match: RegExpExecArray | null): PortalClaim[] | undefined {
  return match ? [{ startUrl: match[1] ?? '', region: match[2] }] : undefined
}

/** The credential process in a private AWS config names session, start URL and region (lib/grant/run-aws-config.ts). */
function ofAwsConfig(text: string): PortalClaim[] {
  const line =
    /^credential_process = .*\/libexec\/credentials" .* "(https:\/\/[^"]*)" ([a-z0-9-]+)(?: other)?$/gm
  return [...text.matchAll(line)].map(([, startUrl = '', region]) => ({ startUrl, region }))
}
