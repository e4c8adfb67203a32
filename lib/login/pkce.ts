import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Aws } from '../aws/clients.ts'
import type { AwsClock } from '../aws/clock.ts'
import { unreachable } from '../aws/failure.ts'
import type { Environment } from '../files/user-paths.ts'
import { createToken, loginRefused, registerClient } from '../session/oidc.ts'
import type { Session } from '../session/session.ts'
import type { Token } from '../session/token.ts'
import { Problem } from '../text/problem.ts'
import { type Callback, callbackPath } from './callback.ts'
import type { PageKind } from './callback-page.ts'
import { type Listen, startCallbackServer } from './callback-server.ts'
import { checkVerificationUrl } from './verification-url.ts'

const grantType = 'authorization_code'

/** For the whole login. AWS CLI v2 has the same limit. */
const answerWithinMs = 600_000

/** No port of 127.0.0.1 can be opened, so PKCE is impossible. */
export class NoPort extends Error {}

export interface PkceOptions {
  env: Environment
  /** Called when the server is ready for the browser's answer. */
  invite(invitation: { url: string; validMs: number }): void
  /**
   * Calls `take` with each line that the person types. `take` returns whether the line was the answer. `readTyped`
   * returns a function that stops the reading, or undefined if nobody can type.
   */
  readTyped?(take: (line: string) => boolean): Promise<(() => void) | undefined>
  listen?: Listen
  /** aborted when another login has succeeded */
  served?: AbortSignal | undefined
  validMs?: number
}

/**
 * By the authorization code grant with PKCE (RFC 7636) and a loopback redirect (RFC 8252). The browser brings a code,
 * and only this process can exchange this code for a token. Problem (exit code 77) if the login is refused or not
 * answered in time, 69 if AWS gives no usable answer, 78 as for `registerClient`. Also throws NoPort, the Problems of
 * `checkVerificationUrl`, and, if `served` is aborted, its reason.
 */
export async function logInByPkce(
  aws: Aws,
  clock: AwsClock,
  session: Session,
  { env, invite, readTyped, listen, served, validMs = answerWithinMs }: PkceOptions,
): Promise<Token> {
  const state = randomUUID()
  const server = await startCallbackServer(state, session, listen).catch((error) => {
    throw new NoPort(error.code ?? error.message)
  })
  let page: PageKind = 'failed'
  let stopTyped: (() => void) | undefined
  let timer: NodeJS.Timeout | undefined
  try {
    const { redirectUri } = server
    const registration = await registerClient(aws, session, [grantType, 'refresh_token'], {
      redirectUris: [`http://127.0.0.1${callbackPath}`],
    })
    // 64 characters, all of them allowed (RFC 7636, 4.1)
    const codeVerifier = randomBytes(48).toString('base64url')
    const authorize = authorizeUrl(aws.endpoints.oidc?.href ?? '', {
      client_id: registration.clientId,
      redirect_uri: redirectUri,
      state,
      code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
      // AWS's name for the parameter that RFC 6749 calls `scope`.
      scopes: session.scopes.join(' '),
    })
    const url = checkVerificationUrl(authorize, env)
    stopTyped = await readTyped?.(server.takePasted)
    invite({ url, validMs })
    const late = new Promise<Callback>((resolve, reject) => {
      timer = setTimeout(() => resolve({ error: 'ExpiredTokenException' }), validMs)
      served?.addEventListener('abort', () => reject(served.reason))
    })
    served?.throwIfAborted()
    const callback = await Promise.race([server.answer, late])
    if ('error' in callback) throw refusal(session, callback.error)
    const exchanged = { grantType, code: callback.code, redirectUri, codeVerifier }
    const token = await createToken(aws, clock, session, registration, exchanged).catch((error) => {
      throw unreachable(`log in at ${session.startUrl}`, error)
    })
    if (typeof token === 'string') throw refusal(session, token)
    page = 'logged in'
    return token
  } catch (error) {
    if (error instanceof Denied) page = 'denied'
    throw error
  } finally {
    clearTimeout(timer)
    stopTyped?.()
    await server.end(page)
  }
}

class Denied extends Problem {}

function refusal(session: Session, reason: string): Problem {
  if (reason !== 'access_denied' && reason !== 'AccessDeniedException')
    return loginRefused(session, reason)
  const { code, message, advice } = loginRefused(session, 'AccessDeniedException')
  return new Denied(code, message, ...advice)
}

export function authorizeUrl(endpoint: string, parameters: Record<string, string>): string {
  const query = new URLSearchParams({
    response_type: 'code',
    ...parameters,
    code_challenge_method: 'S256',
  })
  return `${endpoint.replace(/\/+$/, '')}/authorize?${query}`
}
