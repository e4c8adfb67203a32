import { cacheDirectory, findPlaces } from '../files/user-paths.ts'
import { findProject } from '../layout/find.ts'
import { newSources, readProject } from '../layout/read.ts'
import { attemptOrNothing } from '../text/attempt.ts'
import { misconfigured } from '../text/problem.ts'
import { handedCommand } from './handed-command.ts'

/**
 * `tfsso same-account LOGICAL PHYSICAL`, for libexec/two-accounts.sh. LOGICAL is the path that the person used, through
 * a link. PHYSICAL is the real path of the same directory. Problem (exit code 78) if LOGICAL is in an account, but
 * PHYSICAL is in another account or in none. Also a Problem if the two paths have different roles, or if the account of
 * a path is undecided. Accounts with the same id count as one account.
 */
export async function sameAccount([logical = '', physical = '']: string[]): Promise<number> {
  const cache = attemptOrNothing(() => cacheDirectory(findPlaces(process.env), 'parsed'))
  const [seen, real] = [await accountOf(logical, cache), await accountOf(physical, cache)]
  if (!seen) return 0
  const isSame = real && (seen.id ?? seen.name) === (real.id ?? real.name)
  const role = (at: typeof seen) => process.env.TFSSO_ROLE || JSON.stringify(at.role)
  if (isSame && role(seen) === role(real)) return 0
  throw misconfigured(
    isSame
      ? 'This directory is in two places of an account, with different roles, so it is not clear which one is meant.'
      : real
        ? 'This directory is in two accounts, so it is not clear which one is meant.'
        : 'This directory is reached through a link that leads out of its account, so it is not clear which account is meant.',
    `Your path: ${logical} (${seen.name})`,
    `Real path: ${physical} (${real?.name ?? 'in no account'})`,
    `Go to the real path, and run the command there${real ? '' : ' without an account'}.`,
  )
}

/** Undefined outside the layers of accounts. Problem (exit code 78) if the account is undecided. */
async function accountOf(directory: string, cache: string | undefined) {
  const found = findProject(directory)
  if (!found) return undefined
  const { env } = process
  const run = { env, words: handedCommand(env)?.words }
  const reading = await readProject(found, 'run', newSources(cache), run)
  if (reading.undecided) throw reading.undecided
  const name = reading.layer?.own.name
  const account = reading.accounts.find((one) => one.name === name)
  return account && { name: account.name, id: account.accountId, role: reading.layer?.own.role }
}
