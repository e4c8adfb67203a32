import { CredentialStore } from '../credentials/store.ts'
import { findToken } from '../session/login.ts'
import { isRefreshable, remainingMs } from '../session/token.ts'
import { exitCode } from '../support/problem.ts'
import { formatDuration, formatMoment } from '../support/time.ts'
import { type CommandContext, findContext } from './context.ts'

/** What `tfsso status --json` prints. Times are RFC 3339, null where there is none. */
interface Status {
  project: { name: string; directory: string; region: string }
  layer: {
    directory: string
    account: string
    accountId: string
    role: string
    /** until when there are role credentials on this machine */
    credentialsUntil: string | null
  } | null
  session: {
    name: string
    startUrl: string
    region: string
    state: 'valid' | 'refreshable' | 'none'
    validUntil: string | null
  }
}

/** `tfsso status`: where we are, and whether there is a session. Exit code 77 where there is none. */
export async function status({ json }: { json: boolean }): Promise<number> {
  const context = await findContext(process.cwd(), process.env)
  const found = findStatus(context)
  process.stdout.write(json ? `${JSON.stringify(found, null, 2)}\n` : render(found))
  return found.session.state === 'none' ? exitCode.denied : 0
}

function findStatus(context: CommandContext): Status {
  const { clock, session, project, layer } = context
  const now = clock.now()
  const token = findToken(context)
  const valid = token !== undefined && remainingMs(token, now) > 0
  const state = valid ? 'valid' : token && isRefreshable(token, now) ? 'refreshable' : 'none'
  const { name, startUrl, region } = session
  return {
    project: { name: project.project, directory: context.directory, region: project.region },
    layer: layer ? describeLayer(context, layer) : null,
    session: {
      name,
      startUrl,
      region,
      state,
      validUntil: valid ? new Date(clock.toLocal(Date.parse(token.expiresAt))).toISOString() : null,
    },
  }
}

function describeLayer(
  context: CommandContext,
  { at, settings }: NonNullable<CommandContext['layer']>,
): Status['layer'] {
  const { places, session, env, clock } = context
  const { account, accountId, role } = settings.identity
  const token = findToken(context)
  const stored = token && new CredentialStore(places, session, env).read(accountId, role, token)
  const alive = stored && stored.expiration > clock.now()
  return {
    directory: at.directory,
    account,
    accountId,
    role,
    credentialsUntil: alive ? new Date(clock.toLocal(stored.expiration)).toISOString() : null,
  }
}

function render({ project, layer, session }: Status): string {
  const now = Date.now()
  const until = (moment: string) => {
    const ms = Date.parse(moment)
    return `until ${formatMoment(ms, now)} (in ${formatDuration(ms - now)})`
  }
  const state =
    session.validUntil !== null
      ? `valid ${until(session.validUntil)}`
      : session.state === 'refreshable'
        ? 'expired, renewed by itself at the next command'
        : 'none: run `tfsso login`'
  const rows: [string, string][] = [
    ['Project', `${project.name} (${project.directory})`],
    ['Layer', layer ? layer.directory : 'not in a layer'],
    ...(layer
      ? ([
          ['Account', `${layer.account} (${layer.accountId})`],
          ['Role', layer.role],
          [
            'Credentials',
            layer.credentialsUntil === null ? 'none yet' : until(layer.credentialsUntil),
          ],
        ] satisfies [string, string][])
      : []),
    ['Region', project.region],
    ['Session', `${session.name} at ${session.startUrl}, ${state}`],
  ]
  return rows.map(([name, value]) => `${name.padEnd(12)}${value}\n`).join('')
}
