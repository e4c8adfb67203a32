import { findStoredCredentials } from '../../credentials/find-stored.ts'
import type { RoleCredentials } from '../../credentials/store.ts'
import { type NamedProfile, namedProfiles } from '../../layout/layer-profiles.ts'
import { namedWorkspace } from '../../layout/layout.ts'
import { roleOf } from '../../layout/require.ts'
import { openFile } from '../../layout/trusted-search.ts'
import { personalProfiles } from '../../project/personal-profiles.ts'
import { describeRole } from '../../project/profile-target.ts'
import { findStoredToken, findToken } from '../../session/find-token.ts'
import { openToOthers, remainingMs, sessionState } from '../../session/token.ts'
import { writeOutput } from '../../terminal/output.ts'
import { pageFor } from '../../terminal/page.ts'
import { asProblem } from '../../text/attempt.ts'
import { renderJson } from '../../text/json.ts'
import { exitCode } from '../../text/problem.ts'
import { type CommandContext, findContext } from '../context.ts'
import { decideNext } from './next.ts'
import type { ProfileStatus, Status } from './status-json.ts'
import { renderStatus } from './text.ts'

/**
 * `tfsso status`. Exit code 77 if there is no session. Asks AWS for the person's roles only if no setting gives the
 * role of the layer's account (requireSettingsOrRoles).
 */
export async function status({ json, color }: { json: boolean; color: boolean }): Promise<number> {
  const context = await findContext(process.cwd(), process.env, 'run')
  if (context.reading.undecided) throw context.reading.undecided
  const found = await findStatus(context)
  const page = pageFor(process.stdout, process.env, color)
  writeOutput(json ? renderJson(found) : renderStatus(found, page))
  return found.session.state === 'none' ? exitCode.denied : 0
}

async function findStatus(context: CommandContext): Promise<Status> {
  const { project, directory } = context
  return {
    project: { name: project.project, directory, region: project.region },
    layer: await describeLayer(context),
    warnings: describeWarnings(context),
    session: describeSession(context),
    accounts: describeAccounts(context),
  }
}

/**
 * Returns the likely mistakes: files that other users can access, and accounts in unexpected places. Outside a layer,
 * also returns the reason if runs fail there.
 */
function describeWarnings(context: CommandContext): string[] {
  const { reading, layer, env } = context
  const stored = findStoredToken(context)
  const problem = layer ? undefined : oneLine(env.TFSSO_STATUS_PROBLEM)
  return [
    ...[problem, stored && openToOthers(stored.file)].filter((text) => text !== undefined),
    ...reading.openFiles.map(({ at, base }) => openFile(at, base).message),
    ...reading.places.flatMap(({ warnings }) =>
      warnings.filter(({ check }) => check === 'place').map(({ message }) => message),
    ),
  ]
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

function untilOf({ clock }: CommandContext, stored: RoleCredentials | undefined): string | null {
  return stored && stored.expiration > clock.now()
    ? new Date(clock.toLocal(stored.expiration)).toISOString()
    : null
}

async function describeLayer(context: CommandContext): Promise<Status['layer']> {
  const { layer, clock, env } = context
  if (!layer) return null
  const { account, accountId, role } = layer.settings.identity
  const stored = findStoredCredentials(context, { accountId, role })
  const { profiles, problem: inProfiles } = await tryProfiles(context)
  const problem = oneLine(env.TFSSO_STATUS_PROBLEM) ?? inProfiles
  const next = decideNext({
    setting: env.TFSSO,
    problem,
    warm: env.TFSSO_STATUS_GRANT === 'good',
    token: findToken(context),
    stored,
    nowMs: clock.now(),
  })
  return {
    directory: layer.at.directory,
    account,
    accountId,
    role: stored?.role ?? describeRole(role),
    workspace: namedWorkspace(layer) ?? null,
    credentialsUntil: untilOf(context, stored),
    region: layer.settings.region,
    tool: env.TFSSO_STATUS_TOOL || 'terraform',
    profiles: profiles.map(describeProfile),
    next,
    problem: problem ?? null,
  }
}

async function tryProfiles({ places, env, layer, reading }: CommandContext): Promise<{
  profiles: NamedProfile[]
  problem?: string
}> {
  if (!layer) return { profiles: [] }
  try {
    const options = {
      dataDirectory: env.TF_DATA_DIR || '.terraform',
      personal: personalProfiles(places),
    }
    return { profiles: await namedProfiles(reading, layer, layer.settings, options) }
  } catch (error) {
    return { profiles: [], problem: asProblem(error).message }
  }
}

/** The shim's message (libexec/status.sh) on one line, without `tfsso: `; undefined if there is none. */
function oneLine(message: string | undefined): string | undefined {
  return message?.replace(/^tfsso: /, '').replace(/\s*\n\s*/g, ' ') || undefined
}

function describeProfile({ name, target, own }: NamedProfile): ProfileStatus {
  if (!target)
    return { name, from: own ? 'yours' : 'nowhere', account: null, accountId: null, role: null }
  const { account, accountId, role } = target
  // A suffix can differ in case from the role's name (see the type `Role`). So the exact name is not known yet.
  const said = typeof role === 'object' && 'suffix' in role ? null : describeRole(role)
  return { name, from: 'tfsso', account, accountId, role: said }
}

function describeAccounts(context: CommandContext): Status['accounts'] {
  return context.reading.accounts.map((account) => {
    const { name, accountId = null } = account
    const role = roleOf(account)
    const session = context.sessionOf({ portal: account.places[0]?.portal })
    const stored =
      accountId && role
        ? findStoredCredentials({ ...context, session }, { accountId, role })
        : undefined
    const credentialsUntil = untilOf(context, stored)
    return { name, accountId, role: role ? describeRole(role) : null, credentialsUntil }
  })
}
