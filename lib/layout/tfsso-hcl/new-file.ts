import { printableLine } from '../../text/printable.ts'
import { accountName, sessionName } from './attributes.ts'
import { fileIn } from './root.ts'

export interface NewAccount {
  name: string
  /** 12 digits */
  id: string
  /** undefined if the person must still choose one */
  role: string | undefined
  /** the roles that the person has in this account */
  held?: readonly string[]
  /** its portal's label, if the file has several portals */
  sso?: string | undefined
  region?: string | undefined
  /** relative to the file */
  paths: readonly string[]
  /**
   * profile names besides `<session>-<account>-<Role>`. The value is the profile's role, or undefined for the account's
   * own role
   */
  profiles?: ReadonlyMap<string, string | undefined>
}

export interface NewFile {
  sessions: readonly { name: string; startUrl: string; region: string }[]
  accounts: readonly NewAccount[]
  /** whether accounts without a directory are written as comments */
  onlyPlaced: boolean
  /** directories that contain Terraform files and belong to no account, with the accounts that fit */
  unplaced: ReadonlyMap<string, readonly string[]>
  /** for each SSO profile that tfsso could not use: a line with the reason */
  leftOut?: readonly string[]
}

export const newFileIn = fileIn

/** `Acme Prod (EU)` becomes `acme-prod-eu`. */
export function accountNameOf(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}_.@+=-]+/gu, '-')
    .replaceAll(/[^\w.@+=-]/g, '')
    .replaceAll(/^-+|-+$/g, '')
  return accountName.pattern.test(name) ? name : 'account'
}

/** A portal's label: its session's name, or else the first part of its host name, or else `sso`. */
export function sessionLabel(startUrl: string, session: string | undefined): string {
  if (session !== undefined && sessionName.pattern.test(session)) return session
  const [label = ''] = new URL(startUrl).hostname.split('.')
  // Names such as d-1234567890 and ssoins-… say nothing to a reader.
  return /^(d|ssoins)-[0-9a-f]+$/.test(label) || !sessionName.pattern.test(label) ? 'sso' : label
}

export function renderNewFile({ sessions, accounts, ...rest }: NewFile): string {
  const blocks = sessions.map(({ name, startUrl, region }) =>
    block(`sso ${quote(name)}`, { start_url: quote(startUrl), region: quote(region) }),
  )
  const isPlaced = ({ paths }: NewAccount) => paths.length > 0 || !rest.onlyPlaced
  blocks.push(...accounts.filter(isPlaced).map(renderAccount))
  const others = accounts.filter((account) => !isPlaced(account))
  if (others.length > 0)
    blocks.push(
      `# These accounts have no directory yet. Add paths to those that you need here.\n${others
        .map(renderAccount)
        .map(comment)
        .join('')}`,
    )
  const { unplaced, leftOut = [] } = rest
  const comments = (title: string, texts: readonly string[]) => {
    if (texts.length > 0) blocks.push(`# ${title}\n${lines(texts)}`)
  }
  const fitting = (isMeant: (accounts: number) => boolean) =>
    [...unplaced].flatMap(([directory, accounts]) =>
      isMeant(accounts.length) ? [[directory, ...bracketed(accounts)].join(' ')] : [],
    )
  comments(
    "No account's name fits these directories, so tfsso does nothing there:",
    fitting((accounts) => accounts === 0),
  )
  comments(
    "The names of several accounts fit these directories, so tfsso does nothing there. Add each to one account's paths:",
    fitting((accounts) => accounts > 1),
  )
  comments(
    "Add these directories to the account's paths, with * for each special character:",
    fitting((accounts) => accounts === 1),
  )
  comments('tfsso could not use these profiles:', leftOut)
  return blocks.join('\n')
}

function renderAccount(account: NewAccount): string {
  const { name, id, role, held = [], sso, region, paths, profiles = new Map() } = account
  const common = [...profiles].filter(([, own]) => own === undefined).map(([profile]) => profile)
  const own = [...profiles].flatMap(([profile, role]) =>
    role === undefined
      ? []
      : block(`profile ${quote(profile)}`, { role: quote(role) }).replaceAll(/^(?=.)/gm, '  '),
  )
  const attributes = {
    id: quote(id),
    ...(sso === undefined ? {} : { sso: quote(sso) }),
    ...(role === undefined ? {} : { role: quote(role) }),
    ...(region === undefined ? {} : { region: quote(region) }),
    ...(paths.length === 0 ? {} : { paths: list(paths) }),
    ...(common.length === 0 ? {} : { profiles: list(common) }),
  }
  const choice =
    held.length > 0 ? `your roles: ${held.join(', ')}` : 'you have no role in this account'
  const open = role === undefined ? [`  # role = "…"   # ${choice}\n`] : []
  return block(`account ${quote(name)}`, attributes, [...open, ...own])
}

function block(header: string, attributes: Record<string, string>, more: string[] = []): string {
  const width = Math.max(...Object.keys(attributes).map((key) => key.length))
  const lines = Object.entries(attributes).map(
    ([key, value]) => `  ${key.padEnd(width)} = ${value}\n`,
  )
  return `${header} {\n${[...lines, ...more].join('')}}\n`
}

const quote = (text: string) =>
  JSON.stringify(text)
    .replaceAll('${', () => '$${')
    .replaceAll('%{', '%%{')
const list = (texts: readonly string[]) => `[${texts.map(quote).join(', ')}]`
const comment = (text: string) => text.replaceAll(/^/gm, '# ').replace(/# $/, '')
const bracketed = (texts: readonly string[]) => (texts.length > 0 ? [`(${texts.join(', ')})`] : [])
const lines = (texts: readonly string[]) =>
  texts.map((text) => `#   ${printableLine(text)}\n`).join('')
