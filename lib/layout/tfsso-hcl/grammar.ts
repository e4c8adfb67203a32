import path from 'node:path'
import { parseFullId } from '../../project/accounts.ts'
import { type Block, type Body, outline } from '../../project/outline.ts'
import { regionRule, startUrlRule } from '../../project/rules.ts'
import { asMap, show } from '../../project/values.ts'
import { misconfigured, type Problem } from '../../text/problem.ts'
import { Attributes, accountName, profileName, roleName, sessionName } from './attributes.ts'
import type { Account, AccountList, Description, SessionBlock } from './description.ts'
import { listEndings } from './list-values.ts'
import { expandBraces } from './path-pattern.ts'

/**
 * Reads a parsed `tfsso.hcl`, without the accounts of its lists. A mistake is a Problem (exit code 78). But a mistake
 * in an account's id is stored in the account, so that only the layers of this account fail.
 */
export function readDescription(
  file: string,
  text: string,
  parsed: Readonly<Record<string, unknown>>,
): Description {
  const top = outline(text)
  refuseTwice(file, top)
  const at = (block: Block) => new Attributes(file, block, valuesOf(parsed, top, block))
  const whole = new Attributes(file, { type: '', labels: [], line: 1, body: top }, parsed)
  whole.allow(['region', 'var_files', 'backend_config'], ['sso', 'account', 'accounts'])
  const blocks = (type: string) => top.blocks.filter((block) => block.type === type).map(at)

  const sessions = blocks('sso').map(readSession)
  if (sessions.length === 0)
    throw misconfigured(
      `${file}: there is no sso block, so it is not clear where to log in.`,
      'Add one: sso "acme" { start_url = "https://acme.awsapps.com/start", region = "eu-central-1" }, a key on each line',
    )
  const shared = { sessions, region: whole.text('region', regionRule('region')) }
  return {
    file,
    sessions,
    region: shared.region,
    accounts: blocks('account').map((block) => readAccount(block, shared)),
    lists: blocks('accounts').map((block) => readList(block, shared)),
    varFiles: whole.paths('var_files', ['account', 'layer', 'workspace']) ?? [],
    backendConfig: whole.paths('backend_config', ['account', 'layer']) ?? [],
  }
}

/** values of the whole file that its `account` and `accounts` blocks use */
interface Shared {
  sessions: readonly SessionBlock[]
  region: string | undefined
}

/**
 * Refuses two mistakes that the parser's result hides. If a key and a block have the same name, the result has only one
 * of them. If two blocks have the same type and labels, the result has both in one list. Several `accounts` blocks are
 * not a mistake: these blocks never have labels.
 */
function refuseTwice(file: string, body: Body, inside = ''): void {
  const seen = new Map<string, number>()
  for (const { type, labels, line, body: own } of body.blocks) {
    const attribute = body.attributes.get(type)
    if (attribute)
      throw misconfigured(
        `${file}, line ${attribute.line}: ${inside}${type} is a key here, and a block in line ${line}.`,
        'Keep only one of them.',
      )
    const name = [type, ...labels.map((label) => JSON.stringify(label))].join(' ')
    const before = seen.get(name)
    if (before !== undefined && type !== 'accounts')
      throw misconfigured(
        `${file}, line ${line}: there are two blocks ${inside}${name}; the other is in line ${before}.`,
        'Join the two blocks, or rename one.',
      )
    seen.set(name, line)
    refuseTwice(file, own, `${inside}${name}: `)
  }
}

function valuesOf(
  parsed: Readonly<Record<string, unknown>>,
  top: Body,
  { type, labels, body }: Block,
): Record<string, unknown> {
  let value: unknown = parsed[type]
  for (const label of labels) value = asMap(value)?.[label]
  const index =
    labels.length > 0
      ? 0
      : top.blocks.filter((block) => block.type === type).findIndex((block) => block.body === body)
  return asMap([value].flat()[index]) ?? {}
}

function readSession(block: Attributes): SessionBlock {
  const name = block.label(sessionName)
  block.allow(['start_url', 'region'])
  return {
    name,
    startUrl: block.requiredText('start_url', {
      ...startUrlRule,
      example: 'start_url = "https://acme.awsapps.com/start"',
    }),
    region: block.requiredText('region', regionRule('region')),
  }
}

function readAccount(block: Attributes, shared: Shared): Account {
  const name = block.label(accountName)
  block.allow(
    ['id', 'role', 'paths', 'profiles', 'workspaces', 'buckets', 'sso', 'region'],
    ['profile'],
  )
  const session = readSessionName(block, shared)
  const profiles = new Map<string, string | undefined>()
  for (const profile of block.texts('profiles', profileName) ?? []) profiles.set(profile, undefined)
  for (const own of block.blocks('profile')) {
    const profile = own.label(profileName)
    own.allow(['role'])
    if (profiles.has(profile))
      throw own.mistake(`the profile ${profile} is in profiles, too`, 'Keep only one of them.')
    profiles.set(profile, own.requiredText('role', roleName))
  }
  return {
    name,
    id: readId(block),
    roles: block.texts('role', roleName) ?? [],
    session,
    region: block.text('region', regionRule('region')) ?? shared.region ?? session.region,
    paths: (block.paths('paths', ['account']) ?? []).map((path) => fill(path, name)),
    profiles,
    workspaces: block.patterns('workspaces')?.map((pattern) => fill(pattern, name)),
    buckets: block.patterns('buckets')?.map((pattern) => fill(pattern, name)),
    where: block.where,
    file: block.file,
  }
}

const fill = (text: string, account: string) => text.replaceAll('${account}', account)

function readId(block: Attributes): string | Problem {
  const value = block.value('id')
  if (value === undefined) return block.mistake('id is missing', 'Add: id = "123456789012"')
  const id = parseFullId(value)
  return (
    id ?? block.mistake(`id is ${show(value)}, but must be 12 digits`, 'Write: id = "123456789012"')
  )
}

function readSessionName(block: Attributes, { sessions }: Shared): SessionBlock {
  const name = block.text('sso', sessionName)
  const [only, another] = sessions
  if (name === undefined && only && !another) return only
  const names = sessions.map((session) => session.name).join(', ')
  if (name === undefined)
    throw block.mistake('sso is missing', `Name one of the sso blocks: ${names}.`)
  const found = sessions.find((session) => session.name === name)
  if (!found) throw block.mistake(`there is no sso block ${show(name)}`, `There are: ${names}.`)
  return found
}

function readList(block: Attributes, shared: Shared): AccountList {
  block.refuseLabels('accounts { … }')
  block.allow(['from', 'name', 'id', 'role', 'role_from', 'paths', 'each', 'sso', 'region'])
  const session = readSessionName(block, shared)
  const roles = block.texts('role', roleName)
  const roleFrom = block.keys('role_from')
  if (roles && roleFrom)
    throw block.mistake('role and role_from are both set', 'Keep only one of them.')
  return {
    from: readFrom(block),
    files: [],
    name: block.keys('name'),
    id: block.keys('id'),
    roles,
    roleFrom,
    paths: block.paths('paths', ['account']),
    each: block.keys('each'),
    session,
    region: block.text('region', regionRule('region')) ?? shared.region ?? session.region,
    where: block.where,
  }
}

function readFrom(block: Attributes): string {
  const [from, another] = block.paths('from', []) ?? []
  const example = 'from = "live/**/account.hcl"'
  if (from === undefined || another !== undefined)
    throw block.mistake('from must be one pattern of files', `Write for example: ${example}`)
  const wrong = expandBraces(from).find((one) => !listEndings.includes(path.extname(one)))
  if (wrong === undefined) return from
  throw block.mistake(
    `from: ${show(wrong)} does not end in any of ${listEndings.join(', ')}`,
    `Write for example: ${example}`,
  )
}
