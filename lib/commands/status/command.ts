import { CredentialStore, type RoleCredentials } from '../../credentials/store.ts'
import { cacheDirectory } from '../../files/user-paths.ts'
import { Inputs } from '../../project/inputs.ts'
import { findNamedProfiles, type NamedProfile } from '../../project/named-profiles.ts'
import { ParsedCache } from '../../project/parsed.ts'
import { personalProfiles } from '../../project/personal-profiles.ts'
import { ProjectReader } from '../../project/project.ts'
import { listProjectAccounts, roleOf } from '../../project/project-accounts.ts'
import { TfvarsReader } from '../../project/tfvars.ts'
import { findToken } from '../../session/find-token.ts'
import { remainingMs, sessionState } from '../../session/token.ts'
import { writeOutput } from '../../terminal/output.ts'
import { wantsColors } from '../../terminal/paint.ts'
import { asProblem } from '../../text/attempt.ts'
import { exitCode } from '../../text/problem.ts'
import { type CommandContext, findContext } from '../context.ts'
import { decideNext } from './next.ts'
import type { ProfileStatus, Status } from './status-json.ts'
import { renderStatus } from './text.ts'

/**
 * `tfsso status`: where we are, and whether there is a session. Exit code 77 where there is none. It
 * reads what is on this machine: nothing is asked of AWS, and nothing is changed.
 */
export async function status({ json, color }: { json: boolean; color: boolean }): Promise<number> {
  const context = await findContext(process.cwd(), process.env)
  const found = await findStatus(context)
  const { stdout, env } = process
  const colors = wantsColors(stdout, env, color)
  writeOutput(json ? `${JSON.stringify(found, null, 2)}\n` : renderStatus(found, colors))
  return found.session.state === 'none' ? exitCode.denied : 0
}

async function findStatus(context: CommandContext): Promise<Status> {
  const { project, directory } = context
  return {
    project: { name: project.project, directory, region: project.region },
    layer: await describeLayer(context),
    session: describeSession(context),
    accounts: await describeAccounts(context),
  }
}

function describeSession(context: CommandContext): Status['session'] {
  const { clock, session } = context
  const { name, startUrl, region } = session
  const now = clock.now()
  const token = findToken(context)
  const left = token ? remainingMs(token, now) : 0
  const state = sessionState(token, now)
  const validUntil =
    token && left > 0 ? new Date(clock.toLocal(Date.parse(token.expiresAt))).toISOString() : null
  const validForSeconds = Math.max(0, Math.round(left / 1000))
  return { name, startUrl, region, state, validUntil, validForSeconds }
}

/** What is stored for a role and was fetched in this session. */
function findStored(
  context: CommandContext,
  accountId: string,
  role: string,
): RoleCredentials | undefined {
  const { places, session, env } = context
  const token = findToken(context)
  return token && new CredentialStore(places, session, env).read(accountId, role, token)
}

function untilOf({ clock }: CommandContext, stored: RoleCredentials | undefined): string | null {
  return stored && stored.expiration > clock.now()
    ? new Date(clock.toLocal(stored.expiration)).toISOString()
    : null
}

async function describeLayer(context: CommandContext): Promise<Status['layer']> {
  const { layer, clock, env } = context
  if (!layer) return null
  const { account, accountId, role } = layer.settings.identity
  const stored = findStored(context, accountId, role)
  const { profiles, problem: inProfiles } = await tryProfiles(context)
  const probe = readProbe(env.TFSSO_PROBE)
  const problem = probe.problem ?? inProfiles
  const next = decideNext({
    setting: env.TFSSO,
    problem,
    warm: probe.warm,
    token: findToken(context),
    stored,
    nowMs: clock.now(),
  })
  return {
    directory: layer.at.directory,
    account,
    accountId,
    role,
    credentialsUntil: untilOf(context, stored),
    region: layer.settings.region,
    profiles: profiles.map(describeProfile),
    next,
    problem: problem ?? null,
  }
}

async function tryProfiles({
  places,
  env,
  layer,
}: CommandContext): Promise<{ profiles: NamedProfile[]; problem?: string }> {
  if (!layer) return { profiles: [] }
  const cache = new ParsedCache(cacheDirectory(places, 'parsed'))
  try {
    const options = {
      role: env.TFSSO_ROLE,
      dataDirectory: env.TF_DATA_DIR || '.terraform',
      personal: personalProfiles(places),
    }
    const reader = new ProjectReader(layer.at, new Inputs(), cache)
    return { profiles: await findNamedProfiles(reader, options) }
  } catch (error) {
    return { profiles: [], problem: asProblem(error).message }
  }
}

/** What libexec/verb.sh says of the way that terraform would take: `EXIT_CODE:TEXT`. */
function readProbe(probe = ''): { warm: boolean; problem?: string } {
  const [, code, text = ''] = /^(\d+):([\s\S]*)$/.exec(probe) ?? []
  if (code === undefined || code === '0') return { warm: text === 'warm' }
  return { warm: false, problem: text.replace(/^tfsso: /, '').replace(/\s*\n\s*/g, ' ') }
}

function describeProfile({ name, target, own }: NamedProfile): ProfileStatus {
  if (!target)
    return { name, from: own ? 'yours' : 'nowhere', account: null, accountId: null, role: null }
  const { account, accountId, role } = target
  // A role that only a suffix names is found out when it is asked for.
  return {
    name,
    from: 'tfsso',
    account,
    accountId,
    role: typeof role === 'string' ? role : null,
  }
}

async function describeAccounts(context: CommandContext): Promise<Status['accounts']> {
  const { directory, project, layer, places } = context
  const inputs = new Inputs()
  const tfvars = new TfvarsReader(inputs, new ParsedCache(cacheDirectory(places, 'parsed')))
  const all = await listProjectAccounts(directory, layer?.at.account, project, inputs, tfvars)
  return all.map((account) => {
    const { name, accountId = null } = account
    const role = roleOf(account) ?? null
    const stored = accountId && role ? findStored(context, accountId, role) : undefined
    return { name, accountId, role, credentialsUntil: untilOf(context, stored) }
  })
}
