import { Aws } from '../../aws/clients.ts'
import { CredentialSource } from '../../credentials/obtain.ts'
import { obtainAll } from '../../credentials/obtain-all.ts'
import { cacheDirectory } from '../../files/user-paths.ts'
import { requireIdentity } from '../../project/account-target.ts'
import { Inputs } from '../../project/inputs.ts'
import { ParsedCache } from '../../project/parsed.ts'
import { listProjectAccounts, type ProjectAccount } from '../../project/project-accounts.ts'
import type { Identity } from '../../project/settings.ts'
import { TfvarsReader } from '../../project/tfvars.ts'
import { writeOutput } from '../../terminal/output.ts'
import { showProgress } from '../../terminal/progress.ts'
import { asProblem } from '../../text/attempt.ts'
import { misconfigured, Problem } from '../../text/problem.ts'
import type { CommandContext } from '../context.ts'
import { type AccountResult, exitCodeOf, renderJson, renderResults } from './all-results.ts'

export interface LoginAllOptions {
  browser: boolean
  device: boolean
  json: boolean
  noLogin: string | undefined
}

/**
 * `tfsso login --all`: role credentials for every account of the project, once there is a session. They
 * are stored where the shims and the credential process look. The exit code is that of the worst.
 */
export async function obtainForAll(
  context: CommandContext,
  { json, ...login }: LoginAllOptions,
): Promise<number> {
  const { session, clock, env, places } = context
  const accounts = await listIdentities(context)
  const wanted = accounts.flatMap(({ identity }) =>
    identity === undefined || identity instanceof Problem ? [] : [identity],
  )
  const aws = new Aws(session.region, clock, { many: true })
  const source = new CredentialSource({ session, aws, clock, env, places, ...login })
  const progress = showProgress('tfsso: fetching credentials', wanted.length, env)
  const obtained = await obtainAll(source, wanted, progress.step).finally(progress.end)

  const results = accounts.map(({ account, identity }): AccountResult => {
    const { name, accountId = null } = account
    if (identity === undefined || identity instanceof Problem)
      return { name, accountId, role: null, until: null, problem: identity ?? null }
    const got = obtained[wanted.indexOf(identity)]
    const { role } = identity
    return got === undefined || got instanceof Problem
      ? { name, accountId, role, until: null, problem: got ?? null }
      : { name, accountId, role, until: clock.toLocal(got.expiration), problem: null }
  })
  if (json) writeOutput(renderJson(session, results))
  process.stderr.write(renderResults(results, Date.now()))
  return exitCodeOf(results)
}

/** Every account, with what its layers run as; undefined where it has no directory, and so no layers. */
async function listIdentities({ directory, project, layer, places }: CommandContext) {
  const inputs = new Inputs()
  const tfvars = new TfvarsReader(inputs, new ParsedCache(cacheDirectory(places, 'parsed')))
  const all = await listProjectAccounts(directory, layer?.at.account, project, inputs, tfvars)
  if (all.every(({ directories }) => directories.length === 0)) {
    throw misconfigured(
      `No account of the project ${project.project} (${directory}) has a directory.`,
      'An account needs a directory with config/account.tfvars (environment, sso_role).',
    )
  }
  const accounts: { account: ProjectAccount; identity: Identity | Problem | undefined }[] = []
  for (const account of all) {
    const none = account.directories.length === 0
    const common = `${directory}/config/common.tfvars`
    const identity = none
      ? undefined
      : await requireIdentity(account, project, common, tfvars).catch(asProblem)
    accounts.push({ account, identity })
  }
  return accounts
}
