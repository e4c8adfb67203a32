import { mostRenewals, refusedThoughRenewed } from '../credentials/obtain.ts'
import { TokenRejected } from '../credentials/portal.ts'
import { obtainToken, type TokenRequest } from '../login/obtain-token.ts'
import type { Token } from '../session/token.ts'

/**
 * Calls `ask` with a token. If AWS refuses the token (TokenRejected), renews it and calls `ask` again. Renews at most
 * as often as a run does (`mostRenewals`). Problem (exit code 77) if AWS refuses every token. Other errors are those of
 * `obtainToken` and `ask`.
 */
export async function withToken<T>(
  request: TokenRequest,
  ask: (token: Token) => Promise<T>,
): Promise<T> {
  const rejected: string[] = []
  while (rejected.length <= mostRenewals(request)) {
    const token = await obtainToken({ ...request, rejected })
    try {
      return await ask(token)
    } catch (error) {
      if (!(error instanceof TokenRejected)) throw error
      rejected.push(token.accessToken)
    }
  }
  throw refusedThoughRenewed(request.session)
}
