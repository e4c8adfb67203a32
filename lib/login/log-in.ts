import type { Aws } from '../aws/clients.ts'
import type { AwsClock } from '../aws/clock.ts'
import type { Environment } from '../files/user-paths.ts'
import type { Session } from '../session/session.ts'
import type { Token } from '../session/token.ts'
import { debug } from '../terminal/debug.ts'
import { tell } from '../terminal/say.ts'
import { showLogin } from './announce.ts'
import { logInByDevice } from './device.ts'
import { chooseMethod, isContainer } from './method.ts'
import { logInByPkce, NoPort } from './pkce.ts'
import { readTypedLines } from './typed-lines.ts'

export interface LoginRequest {
  session: Session
  aws: Aws
  clock: AwsClock
  env: Environment
  /** if false, the URL is only printed */
  browser?: boolean
  /** use device authorization, even if PKCE would work */
  device?: boolean
  /** with device authorization: show the address as a QR code, too */
  qr?: boolean
  /** aborted when another login has succeeded */
  served?: AbortSignal | undefined
}

/**
 * Problem (exit code 77) if the login is refused or not answered in time, 69 if AWS can't be reached, 78 as for
 * `registerClient` or if TFSSO_LOGIN is invalid. Also throws when `served` is aborted.
 */
export async function logIn(request: LoginRequest): Promise<Token> {
  const { env, browser = true, device = false } = request
  const method = chooseMethod({ env, browser, device, container: isContainer(env) })
  debug(`logging in by ${method}`)
  if (method === 'pkce') {
    try {
      return await logInHere(request)
    } catch (error) {
      if (!(error instanceof NoPort)) throw error
      tell(`no port can be opened on 127.0.0.1 (${error.message}), so you log in with a code`)
    }
  }
  return await logInAnywhere(request)
}

/** By PKCE: the browser reaches this machine's 127.0.0.1, or the person pastes the address of the last page. */
async function logInHere({ session, aws, clock, env, browser = true, served }: LoginRequest) {
  let canPaste = false
  const display = showLogin(session, env, { browser, canPaste: () => canPaste })
  try {
    return await logInByPkce(aws, clock, session, {
      env,
      served,
      invite: display.invite,
      readTyped: async (take) => {
        const stop = await readTypedLines((line) => {
          if (!take(line)) display.note('That address does not belong to this login.')
        })
        canPaste = stop !== undefined
        return stop
      },
    })
  } finally {
    display.end()
  }
}

/** By device authorization, in any browser. */
async function logInAnywhere({
  session,
  aws,
  clock,
  env,
  browser = true,
  qr = false,
  served,
}: LoginRequest) {
  const { renderUnicodeCompact } = qr ? await import('uqr') : {}
  // Cameras need an empty margin around the code.
  const renderQr =
    renderUnicodeCompact && ((url: string) => renderUnicodeCompact(url, { border: 2 }))
  const display = showLogin(session, env, { browser, renderQr })
  try {
    return await logInByDevice(aws, clock, session, { env, served, invite: display.invite })
  } finally {
    display.end()
  }
}
