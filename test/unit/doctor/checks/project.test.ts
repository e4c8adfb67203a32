import path from 'node:path'
import test from 'ava'
import { checkAccounts } from '../../../../lib/doctor/checks/accounts.ts'
import { checkLayers, readLayers } from '../../../../lib/doctor/checks/layers.ts'
import { checkProject } from '../../../../lib/doctor/checks/project.ts'
import { requireProject } from '../../../../lib/layout/find.ts'
import { readProject } from '../../../../lib/layout/read.ts'
import { Inputs } from '../../../../lib/project/inputs.ts'
import { ParsedCache } from '../../../../lib/project/parsed.ts'
import { temporary } from '../../../rig/install.ts'
import { defaultAccounts, write, writeLayer, writeProject } from '../../../rig/project.ts'

const sso = `sso_start_url = "https://example.awsapps.com/start"
sso_region = "us-east-1"
`
const two = `accounts = { a = { id = "111111111111" }, b = { id = "222222222222" } }\n`
const good = `project = "bb"\n${sso}${two}`
const account = (environment: string) => `environment = "${environment}"\nsso_role = "DevOps"\n`
const backend = (profile: string) => `profile = "${profile}"\n`

const readAll = (directory: string) =>
  readProject(requireProject(directory), 'all', {
    inputs: new Inputs(),
    cache: new ParsedCache(),
  })

/**
 * Returns the project that doctor has read, and each finding that is not `ok`. A finding has the form
 * `status check: message`.
 */
async function examine(files: Record<string, string>) {
  const directory = temporary('tfsso-project-')
  for (const [name, text] of Object.entries(files)) write(path.join(directory, name), text)
  const reading = await readAll(directory)
  const all = [...checkProject(reading.project), ...checkAccounts(reading)]
  return {
    known: reading.project,
    wrong: all
      .filter(({ status }) => status !== 'ok')
      .map(({ check, status, message }) => {
        const short = message.replaceAll(`${directory}/`, '')
        return `${status} ${check}: ${short}`
      }),
  }
}

const ab = {
  'a/config/account.tfvars': account('a'),
  'a/config/backend.tfvars': backend('bb-a-devops'),
  'b/config/account.tfvars': account('b'),
  'b/config/backend.tfvars': backend('bb-b-devops'),
}

const table: [what: string, files: Record<string, string>, wrong: RegExp[]][] = [
  ['a good project', { 'config/common.tfvars': good, ...ab }, []],
  [
    'no settings of AWS SSO',
    { 'config/common.tfvars': `project = "bb"\n${two}`, ...ab },
    [/^warning sso: config\/common\.tfvars: sso_enabled, sso_start_url and sso_region are missing/],
  ],
  [
    'everything is missing',
    { 'config/common.tfvars': 'sso_enabled = true\n' },
    [
      /^broken project: config\/common\.tfvars: project is missing/,
      /^broken sso_start_url: .* is missing/,
      /^broken sso_region: .* is missing/,
      /^broken account-id: .*accounts is missing or empty/,
    ],
  ],
  [
    'everything is wrong',
    {
      'config/common.tfvars': `project = "a b"
sso_enabled = "perhaps"
sso_start_url = "http://x"
sso_region = "mars"
region_primary = "venus"
accounts = [1]
`,
    },
    [
      /^broken sso_enabled: .*"perhaps"/,
      /^broken project: .*"a b"/,
      /^broken sso_start_url: .*"http:\/\/x"/,
      /^broken sso_region: .*"mars"/,
      /^broken region_primary: .*"venus"/,
      /^broken accounts: .*must be a map/,
    ],
  ],
  [
    'ids of two accounts',
    {
      'config/common.tfvars': `project = "bb"\n${sso}accounts = { a = {}, b = { id = "12" } }\n`,
    },
    [
      /^broken account-id: .*accounts\.a\.id is missing/,
      /^broken account-id: .*accounts\.b\.id is "12"/,
    ],
  ],
  [
    'a broken common.tfvars does not hide mistakes in other files',
    {
      'config/common.tfvars': 'project = \n',
      'a/config/account.tfvars': 'environment = "a"\n',
      'b/config/account.tfvars': 'sso_role = "b\n',
    },
    [
      /^broken syntax: config\/common\.tfvars, line 1/,
      /^broken sso_role: a\/config\/account\.tfvars: sso_role is missing/,
      /^warning backend: a\/config\/backend\.tfvars is missing/,
      /^broken syntax: b\/config\/account\.tfvars, line 1/,
      /^warning backend: b/,
    ],
  ],
  [
    'mistakes in three accounts',
    {
      'config/common.tfvars': good,
      'a/config/account.tfvars': 'environment = "a" "\n',
      'a/config/backend.tfvars': 'profile = {\n',
      'b/config/account.tfvars': 'environment = "b"\nsso_role = "no role"\n',
      'b/config/backend.tfvars': 'profile = ""\n',
      'group/c/config/account.tfvars': account('c'),
      'group/c/config/backend.tfvars': backend('bb-c-devops'),
    },
    [
      /^broken syntax: a\/config\/account\.tfvars, line 1/,
      /^broken syntax: a\/config\/backend\.tfvars, line/,
      /^broken sso_role: b\/.*"no role"/,
      /^broken profile: b\/config\/backend\.tfvars: profile is empty/,
      /^broken environment: group\/c\/.*"c", which is not in accounts/,
    ],
  ],
  [
    "two accounts claim a profile's name, or a name belongs to another account",
    {
      'config/common.tfvars': good,
      ...ab,
      'a/config/backend.tfvars': backend('me-bootstrap'),
      'b/config/backend.tfvars': backend('me-bootstrap'),
      'c/config/account.tfvars': account('a'),
      'c/config/backend.tfvars': backend('bb-b-devops'),
    },
    [
      /^broken claimants: The profile me-bootstrap belongs to several accounts: a, b\.$/,
      /^warning profile-owner: c\/config\/backend\.tfvars: profile is "bb-b-devops", .* belongs to the account b\./,
    ],
  ],
  [
    'one account, two roles',
    {
      'config/common.tfvars': good,
      ...ab,
      'a2/config/account.tfvars': 'environment = "a"\nsso_role = "Other"\n',
      'a2/config/backend.tfvars': backend('bb-a-other'),
    },
    [/^warning roles: The account a has different roles: a\/.*, a2\//],
  ],
  [
    'SSO is off: only the files that terraform itself gets are checked',
    {
      'config/common.tfvars': 'project = "bb"\nsso_enabled = false\n',
      'a/config/account.tfvars': 'environment = "a"\n',
      'a/config/backend.tfvars': 'profile = [\n',
    },
    [/^broken syntax: a\/config\/backend\.tfvars/],
  ],
  [
    'another project below is not checked',
    {
      'config/common.tfvars': good,
      ...ab,
      'other/config/common.tfvars': '',
      'other/x/config/account.tfvars': 'rubbish',
      '.hidden/config/account.tfvars': 'rubbish',
    },
    [],
  ],
]
for (const [what, files, wrong] of table) {
  test(`what doctor finds in a project: ${what}`, async (t) => {
    const found = await examine(files)
    t.is(found.wrong.length, wrong.length, found.wrong.join('\n'))
    for (const [at, pattern] of wrong.entries()) t.regex(found.wrong[at] ?? '', pattern)
  })
}

test('if a file of a project is broken, doctor still uses the other files', async (t) => {
  const { known } = await examine({
    'config/a.tfvars': `${sso}project = "bb"\n`,
    'config/common.tfvars': 'accounts = \n',
  })
  t.is(known.name, 'bb')
  t.is(known.ssoRegion, 'us-east-1')
  t.is(known.sso, true)
  t.is(known.accounts, undefined)
})

test('each profile that does not resolve, and each layer that fails, is reported only once', async (t) => {
  const project = temporary('tfsso-layers-')
  writeProject(project, defaultAccounts)
  const lost = 'provider "aws" {\n  profile = "lost"\n}\n'
  for (const name of ['a', 'b', 'c', 'd --'])
    writeLayer(project, `apps-prd/us-east-1/${name}`, lost)
  writeLayer(project, 'shared/global/mine', 'provider "aws" {\n  profile = "mine"\n}\n')
  write(path.join(project, 'shared/config/ours.tf'), lost)
  write(path.join(project, 'shared/.terraform/modules/x/main.tf'), lost)
  const reading = await readAll(project)
  const mine = { file: '~/.aws/config', ours: false, accountId: undefined, role: undefined }
  const options = { dataDirectory: '.terraform', personal: new Map([['mine', mine]]) }
  const [finding, ...others] = checkLayers(
    project,
    await readLayers(reading, reading.places, options),
  )
  t.is(finding?.status, 'warning')
  t.is(finding?.subject, 'lost')
  t.regex(
    finding?.message ?? '',
    /apps-prd\/us-east-1\/a, apps-prd\/us-east-1\/b, apps-prd\/us-east-1\/c and 1 more\.$/,
  )
  t.deepEqual(others, [])

  const problem = { message: 'It could be two things.', advice: ['Choose.'] }
  const failing = ['x', 'y'].map((name) => ({
    directory: path.join(project, name),
    nowhere: [],
    problem,
  }))
  const [broken, ...more] = checkLayers(project, failing)
  t.is(broken?.status, 'broken')
  t.deepEqual(broken?.advice, ['Choose.', 'So terraform fails in: x, y.'])
  t.deepEqual(more, [])
})
