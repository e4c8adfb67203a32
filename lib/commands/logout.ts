import { explainFailure } from '../aws/clients.ts'
import { CredentialStore } from '../credentials/store.ts'
import { sessionMark } from '../grant/make.ts'
import { wipeGrants } from '../grant/store.ts'
import { withLock } from '../lock/lock.ts'
import { logOut } from '../session/logout.ts'
import { asProblem } from '../text/attempt.ts'
import { printable } from '../text/printable.ts'
import { exitCode, Problem, renderProblem } from '../text/problem.ts'
import { findContext } from './context.ts'

/** Long enough for a refresh to end, ms. */
const lockWaitMs = 20_000

/**
 * `tfsso logout`: voids the session at AWS and wipes its token, role credentials and grants. Where
 * AWS cannot be told they are wiped all the same, and the exit code is 69.
 */
export async function logout(): Promise<number> {
  const { session, places, env, aws } = await findContext(process.cwd(), process.env, 'own')
  const wipe = async () => {
    const result = await logOut(aws, session)
    new CredentialStore(places, session, env).wipe()
    wipeGrants(places, sessionMark(session))
    return result
  }
  // Under the lock, or a refresh that is under way would write its token after us. But whatever keeps
  // us from it, a logout wipes: a login that waits for a person or was refused, a holder that hangs.
  const onWait = ({ pid }: { pid: number }, doing: string) => {
    throw new Problem(
      exitCode.busy,
      `The ${doing} (process ${pid}) goes on.`,
      'It may end in a new session: stop it, or run `tfsso logout` again afterwards.',
    )
  }
  const { tokens, failure } = await withLock(
    session.lock,
    { waitMs: lockWaitMs, onWait },
    wipe,
  ).catch((error) => {
    process.stderr.write(`${renderProblem(asProblem(error))}\n`)
    return wipe()
  })
  if (failure) {
    process.stderr.write(
      `tfsso: the session at ${session.startUrl} is wiped from this machine, but AWS could not be told.\n` +
        `  ${printable(explainFailure(failure).text)}\n` +
        '  Until it expires the token would still work for whoever has a copy of it.\n',
    )
    return exitCode.unreachable
  }
  const what = tokens > 0 ? 'logged out of' : 'there was no session at'
  process.stderr.write(`tfsso: ${what} ${session.startUrl}; credentials and grants are wiped.\n`)
  return 0
}
