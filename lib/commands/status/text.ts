import type { Page } from '../../terminal/page.ts'
import { withoutControls } from '../../terminal/paint.ts'
import { renderTable } from '../../text/table.ts'
import { formatDuration, formatMoment } from '../../text/time.ts'
import { wrap } from '../../text/wrap.ts'
import { nextInWords } from './next.ts'
import type { ProfileStatus, Status } from './status-json.ts'

/** The column where the values start. */
const labels = 12

/** For people, with times in the local time zone. */
export function renderStatus(status: Status, { paint, columns, shorten }: Page): string {
  const now = Date.now()
  const until = (moment: string | null, none: string) =>
    moment === null
      ? none
      : `until ${formatMoment(Date.parse(moment), now)} (in ${formatDuration(Date.parse(moment) - now)})`
  const { project, layer, session, accounts, warnings } = withoutControls(status)

  const state =
    session.state === 'valid'
      ? paint('green', `valid ${until(session.validUntil, '')}`)
      : session.state === 'refreshable'
        ? paint('magenta', 'expired; the next command renews it')
        : paint('red', 'none: run `tfsso login`')
  const rows: [string, string][] = [
    ['Project', `${project.name} (${project.directory})`],
    ['Layer', layer ? layer.directory : 'not in a layer'],
  ]
  if (layer) {
    const how = layer.next === 'problem' || layer.next === 'login' ? 'red' : 'green'
    const words = nextInWords[layer.next]
    rows.push(
      ['Account', `${layer.account} (${layer.accountId})`],
      ['Role', layer.role],
      ...(layer.workspace === null ? [] : [['Workspace', layer.workspace] as [string, string]]),
      ['Credentials', until(layer.credentialsUntil, 'none yet')],
    )
    const next = paint(how, layer.problem ? `${words}: ${layer.problem}` : words)
    rows.push(['Next', `\`${layer.tool} plan\` ${next}`])
  }
  rows.push(
    ['Region', layer?.region ?? project.region],
    ['Session', `${session.name} at ${session.startUrl}, ${state}`],
  )
  for (const warning of warnings) rows.push(['Warning', paint('magenta', warning)])
  const head = rows.map(([name, value]) => {
    const line = `${paint('bold', name.padEnd(labels))}${shorten(value)}`
    return `${wrap(line, columns ?? Number.POSITIVE_INFINITY, labels)}\n`
  })
  const look = { columns, paintTitle: (text: string) => paint('bold', text) }

  const parts = [head.join('')]
  if (accounts.length > 0) {
    const lines = accounts.map(({ name, accountId, role, credentialsUntil }) => [
      `${name === layer?.account ? '*' : ' '} ${name}`,
      accountId ?? 'no id',
      role ?? 'no role',
      until(credentialsUntil, 'none yet'),
    ])
    const title = ['  Account', 'Id', 'Role', 'Credentials']
    parts.push(renderTable(title, lines, look))
  }
  if (layer && layer.profiles.length > 0) {
    const lines = layer.profiles.map((profile) => [`  ${profile.name}`, inWords(profile)])
    parts.push(renderTable(['  Profile', 'Gives'], lines, look))
  }
  return parts.join('\n')
}

function inWords({ from, account, accountId, role }: ProfileStatus): string {
  if (from === 'yours') return 'as your own AWS files say'
  if (from === 'nowhere')
    return 'nothing: it is in no account of the project and not in your AWS files'
  return `${account} (${accountId}) ${role === null ? 'in the role at the end of its name' : `as ${role}`}`
}
