import path from 'node:path'
import test from 'ava'
import { decideAccount } from '../../../lib/layout/candidates.ts'
import { findProject, requireProject } from '../../../lib/layout/find.ts'
import type { AccountPlace, Purpose } from '../../../lib/layout/layout.ts'
import { readProject } from '../../../lib/layout/read.ts'
import {
  requireIdentity,
  requireProjectSettings,
  requireSettings,
  requireSso,
} from '../../../lib/layout/require.ts'
import { Inputs } from '../../../lib/project/inputs.ts'
import { ParsedCache } from '../../../lib/project/parsed.ts'
import { orMessage } from '../../project/parse.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

const common = `project = "bb"
sso_start_url = "https://example.awsapps.com/start"
sso_region = "us-east-1"
accounts = { a = { id = "111111111111" }, b = { id = "222222222222" }, c = {} }
`
const good: Record<string, string> = {
  'config/common.tfvars': common,
  'a/config/account.tfvars': 'environment = "a"\nsso_role = "DevOps"\n',
  'a/config/backend.tfvars': 'profile = "bb-a-devops"\n',
  'core/b/config/account.tfvars': 'environment = "b"\nsso_role = "Auditor"\n',
}

async function read(files: Record<string, string>, purpose: Purpose = 'run', from = 'a/layer') {
  const root = temporary('tfsso-read-')
  for (const [name, text] of Object.entries({ ...good, ...files }))
    write(path.join(root, name), text)
  const found = requireProject(path.join(root, from))
  return await readProject(found, purpose, { inputs: new Inputs(), cache: new ParsedCache() })
}

const settingsOf = (files: Record<string, string>) =>
  orMessage(async () => {
    const reading = await read(files)
    return requireSettings(reading, reading.layer?.own as AccountPlace).identity
  })

test('reading a project gives the layer, the project, its accounts, and its problems', async (t) => {
  const { layer, project, accounts, problems } = await read({})
  t.is(layer?.own.name, 'a')
  t.is(project.name, 'bb')
  t.deepEqual(
    accounts.map(({ name, accountId, places }) => [
      name,
      accountId,
      places.map(({ role }) => role),
    ]),
    [
      ['a', '111111111111', ['DevOps']],
      ['b', '222222222222', ['Auditor']],
      ['c', undefined, []],
    ],
  )
  t.deepEqual(
    problems.map(({ check, account }) => [check, account]),
    [['account-id', 'c']],
  )
})

const others: Record<string, string>[] = [
  { 'core/b/config/account.tfvars': 'environment = \n' },
  { 'core/b/config/account.tfvars': 'environment = "nobody"\nsso_role = 5\n' },
  { 'core/b/config/account.tfvars': '' },
  { 'core/b/config/backend.tfvars': 'profile = {\n' },
  { 'config/common.tfvars': common.replace('"222222222222"', '"12"') },
]
test('problems of other accounts do not stop a run, but all of them are listed', async (t) => {
  for (const files of others) {
    const said = JSON.stringify(files)
    t.like(await settingsOf(files), { account: 'a', role: 'DevOps' }, said)
    t.true((await read(files)).problems.length > 1, said)
  }
})

const stopping: [files: Record<string, string>, said: RegExp][] = [
  [{ 'config/common.tfvars': 'project = \n' }, /common\.tfvars, line 1/],
  [{ 'config/common.tfvars': common.replace('us-east-1', 'mars') }, /sso_region is "mars"/],
  [{ 'a/config/account.tfvars': 'environment = \n' }, /a\/config\/account\.tfvars, line 1/],
  [{ 'a/config/account.tfvars': 'sso_role = "x"\n' }, /environment is missing/],
  [
    { 'a/config/account.tfvars': 'environment = "c"\nsso_role = "x"' },
    /accounts\.c\.id is missing/,
  ],
  [{ 'a/config/account.tfvars': 'environment = "d"\nsso_role = "x"' }, /"d", which is not in acc/],
  [{ 'a/config/backend.tfvars': 'profile = 5\n' }, /backend\.tfvars: profile is 5/],
]
test('a run stops at the first problem of its own layer', async (t) => {
  for (const [files, said] of stopping) t.regex(String(await settingsOf(files)), said)
})

test('without AWS SSO a run needs only files that parse, and reads no other account', async (t) => {
  const off = { 'config/common.tfvars': 'sso_enabled = false\nproject = 5\n' }
  const reading = await read(off)
  t.false(requireSso(reading))
  t.deepEqual(
    reading.places.map(({ name }) => name),
    ['a'],
  )
  t.is((await read(off, 'all')).places.length, 2)
  t.regex(
    String(await orMessage(() => requireProjectSettings(reading))),
    /common\.tfvars: sso_enabled is not true, so there is no session\./,
  )
  const broken = await read({ ...off, 'a/config/backend.tfvars': 'x = \n' })
  t.regex(String(await orMessage(() => requireSso(broken))), /backend\.tfvars, line 1/)
})

test('the accounts are the same from every directory of the project', async (t) => {
  for (const from of ['.', 'a/x/y', 'core/b/x', 'core', 'modules/x']) {
    const { accounts } = await read({}, 'run', from)
    t.deepEqual(
      accounts.map(({ name, places }) => `${name} ${places.length}`),
      ['a 1', 'b 1', 'c 0'],
      from,
    )
  }
  t.is(findProject('/'), undefined)
})

test("an account's id and role are known even if its profile is wrong; otherwise a message says what is missing", async (t) => {
  const ask = async (files: Record<string, string>, name: string) => {
    const reading = await read(files)
    const account = reading.accounts.find((one) => one.name === name)
    return await orMessage(() => account && requireIdentity(reading, account))
  }
  t.deepEqual(await ask({ 'core/b/config/backend.tfvars': 'profile = 5' }, 'b'), {
    account: 'b',
    accountId: '222222222222',
    role: 'Auditor',
  })
  const other = { 'a2/config/account.tfvars': 'environment = "a"\nsso_role = "Other"\n' }
  t.regex(
    String(await ask(other, 'a')),
    /^The account a has different roles: DevOps in .*\/a\/config\/account\.tfvars, Other in .*a2/,
  )
  t.regex(String(await ask({ 'core/b/config/account.tfvars': 'x = [' }, 'b')), /account\.tfvars, /)
})

test('a directory with exactly one account is a layer, one without accounts is not, and one with several is a Problem', (t) => {
  const layer = { directory: '/p/stacks', account: '/p/stacks', project: '/p' }
  const place = (name: string) => ({ name, file: '/p/file' }) as AccountPlace
  const decide = (...names: string[]) => decideAccount(layer, names.map(place))
  t.deepEqual(decide('prod'), place('prod'))
  t.is(decide(), undefined)
  t.regex(
    String(decide('prod', 'hub')),
    /\/p\/stacks belongs to several accounts: prod \(\/p\/file\), hub \(\/p\/file\)\./,
  )
})
