import fs from 'node:fs'
import { type Aws, describeAwsFailure } from '../aws/clients.ts'
import { type Session, sameStartUrl } from './session.ts'
import { readToken } from './token.ts'

/** What became of a session's tokens at AWS. */
export interface LogoutResult {
  /** how many tokens there were */
  tokens: number
  /** why AWS could not be told, if it could not */
  failure: unknown
}

/**
 * Ends the session at AWS and removes its token, also where AWS can't be reached. A token under the
 * start URL's own key counts as the session's.
 */
export async function logOut(aws: Aws, session: Session): Promise<LogoutResult> {
  const result: LogoutResult = { tokens: 0, failure: undefined }
  for (const file of [session.tokenFile, session.legacyTokenFile]) {
    const token = readToken(file)
    if (!token || !sameStartUrl(token.startUrl, session.startUrl)) continue
    result.tokens++
    try {
      await voidToken(aws, token.accessToken)
    } catch (error) {
      // 401: it was over already.
      if (describeAwsFailure(error)?.status !== 401) result.failure = error
    }
    fs.rmSync(file, { force: true })
  }
  return result
}

async function voidToken(aws: Aws, accessToken: string): Promise<void> {
  const { LogoutCommand } = await import('@aws-sdk/client-sso')
  const client = await aws.portal()
  await client.send(new LogoutCommand({ accessToken }))
}
