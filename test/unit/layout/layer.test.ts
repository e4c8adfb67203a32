import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { requireProject } from '../../../lib/layout/find.ts'
import { layerArguments } from '../../../lib/layout/layer-arguments.ts'
import { layerProfiles } from '../../../lib/layout/layer-profiles.ts'
import { readProject } from '../../../lib/layout/read.ts'
import { requireSettings } from '../../../lib/layout/require.ts'
import { Inputs } from '../../../lib/project/inputs.ts'
import { ParsedCache } from '../../../lib/project/parsed.ts'
import { withRole } from '../../../lib/project/settings.ts'
import { orMessage } from '../../project/parse.ts'
import { temporary } from '../../rig/install.ts'
import { defaultAccounts, write, writeLayer, writeProject } from '../../rig/project.ts'

const root = temporary('tfsso project-')

/** `files` with a leading `/` are in the project, the others in the layer. */
async function makeLayer(name: string, files: Record<string, string> = {}) {
  const project = path.join(root, name)
  writeProject(project, defaultAccounts)
  const directory = writeLayer(project, 'apps-prd/us-east-1/a layer --')
  for (const [file, text] of Object.entries(files))
    write(file.startsWith('/') ? path.join(project, file) : path.join(directory, file), text)
  return { project, ...(await readLayer(directory)) }
}

async function readLayer(directory: string) {
  const sources = { inputs: new Inputs(), cache: new ParsedCache() }
  const reading = await readProject(requireProject(directory), 'run', sources)
  const { layer } = reading
  if (!layer) throw new Error('no layer')
  const profiles = (dataDirectory = '.terraform') =>
    layerProfiles(reading, layer, requireSettings(reading, layer.own), {
      dataDirectory,
      personal: new Map(),
    })
  return {
    directory,
    inputs: sources.inputs,
    profiles,
    settings: () => requireSettings(reading, layer.own),
    arguments: () => layerArguments(reading, layer, 'terraform'),
  }
}

async function profilesOf(
  name: string,
  files: Record<string, string>,
  dataDirectory = '.terraform',
) {
  const { profiles, inputs, project } = await makeLayer(name, files)
  return { profiles: await profiles(dataDirectory), inputs, project }
}

test('a layer gets var-files in Leverage’s order, and the backend config', async (t) => {
  const { arguments: read, project } = await makeLayer('arguments', {
    '/config/a.tfvars': '',
    '/config/z.tfvars': '',
    '/config/x.tfvars.json': '{}',
    '/apps-prd/config/base.tfvars': '',
    'terraform.tfvars': '',
  })
  const account = path.join(project, 'apps-prd/config')
  t.deepEqual(await read(), {
    varFiles: [
      ...['a', 'common', 'z'].map((name) => path.join(project, 'config', `${name}.tfvars`)),
      ...['account', 'backend', 'base'].map((name) => path.join(account, `${name}.tfvars`)),
    ],
    backendConfig: [path.join(account, 'backend.tfvars')],
    missing: [],
    modulesNeedVariables: false,
    encrypted: false,
    backendProfile: 'bb-apps-prd-devopsprd',
  })
})

test('a layer without an s3 backend, or of an account without backend.tfvars, gets no backend config', async (t) => {
  const local = await makeLayer('local', { 'main.tf': 'terraform {\n  backend "local" {}\n}\n' })
  t.deepEqual((await local.arguments()).backendConfig, [])
  const none = await makeLayer('none')
  fs.rmSync(path.join(none.project, 'apps-prd/config/backend.tfvars'))
  const without = await readLayer(none.directory)
  t.deepEqual((await without.arguments()).backendConfig, [])
})

const places: [what: string, files: Record<string, string>, dataDirectory?: string][] = [
  ['a .tf file', { 'a.tf': 'p = "bb-shared-oaar"' }],
  ['.tf.json', { 'a.tf.json': '{"x": "${var.project}-shared-oaar"}' }],
  ['.tofu', { 'a.tofu': 'p = "bb-shared-oaar"' }],
  ['.tofu.json', { 'a.tofu.json': '"bb-shared-oaar"' }],
  ["the layer's tfvars", { 'terraform.tfvars': 'p = "bb-shared-oaar"' }],
  ["the layer's tfvars as JSON", { 'x.auto.tfvars.json': '{"p": "bb-shared-oaar"}' }],
  ["the project's tfvars", { '/config/extra.tfvars': 'p = "bb-shared-oaar"' }],
  ["the account's tfvars", { '/apps-prd/config/extra.tfvars': 'p = "bb-shared-oaar"' }],
  [
    'a local module',
    { 'a.tf': 'module "m" {\n  source = "./m"\n}', 'm/x.tf': 'p = "bb-shared-oaar"' },
  ],
  [
    "a local module's local module, outside the layer",
    {
      'a.tf.json': '{"module": {"m": {"source": "../../../modules/a b"}}}',
      '/modules/a b/x.tf': 'module "n" {\n  source="../n//sub"\n}',
      '/modules/n/sub/x.tf':
        'module "loop" {\n  source = "../../../apps-prd/us-east-1/a layer --"\n}\np = "bb-shared-oaar"',
    },
  ],
  [
    'the stored backend',
    { '.terraform/terraform.tfstate': '{"backend":{"config":{"profile":"bb-shared-oaar"}}}' },
  ],
  [
    'the stored backend elsewhere',
    { '../data/terraform.tfstate': '{"backend":{"config":{"profile":"bb-shared-oaar"}}}' },
    '../data',
  ],
]

test('tfsso finds profiles’ names in these files, and each of these files is an input', async (t) => {
  const { profiles: plain } = await profilesOf('plain', {})
  t.false(plain.has('bb-shared-oaar'))
  for (const [what, files, dataDirectory] of places) {
    const { profiles, inputs, project } = await profilesOf(what, files, dataDirectory)
    t.deepEqual(
      profiles.get('bb-shared-oaar'),
      { account: 'shared', accountId: '111111111111', role: 'DevOps' },
      what,
    )
    const [directory, proof] = [
      path.join(project, 'apps-prd/us-east-1/a layer --'),
      inputs.sums({ hash: 'sha256', escapes: true }) ?? '',
    ]
    for (const file of Object.keys(files)) {
      const at = file.startsWith('/') ? path.join(project, file) : path.join(directory, file)
      t.true(proof.includes(`  ${at}`), `${what}: ${file}`)
    }
  }
})

test('tfsso does not look for profiles’ names in other files', async (t) => {
  for (const file of ['README.md', 'sub/x.tf', 'x.tf.bak', '.hidden.tf', 'main.tfx']) {
    const { profiles } = await profilesOf(`not ${file.replace('/', ' ')}`, {
      [file]: '"bb-shared-oaar"',
    })
    t.false(profiles.has('bb-shared-oaar'), file)
  }
})

test('broken files of another account do not stop a layer', async (t) => {
  const broken: Record<string, string>[] = [
    { '/shared/config/account.tfvars': 'environment = ' },
    { '/shared/config/account.tfvars': 'environment = 5\nsso_role = []' },
    { '/shared/config/backend.tfvars': 'profile = ' },
    { '/shared/config/backend.tfvars': 'profile = 5' },
    { '/shared/config/account.tfvars': '' },
  ]
  for (const [index, files] of broken.entries()) {
    const { profiles } = await profilesOf(`broken ${index}`, files)
    t.is(profiles.get('bb-apps-prd-devopsprd')?.role, 'DevOpsPrd')
  }
})

test("an account's directory can have any name, and can be next to the directory of the layer's account", async (t) => {
  const { profiles } = await profilesOf('names', {
    '/prod/config/account.tfvars': 'environment = "security"\nsso_role = "Auditor"',
    '/prod/config/backend.tfvars': 'profile = "xx-audit"',
    'a.tf': 'x {\n  profile = "xx-audit"\n}',
  })
  t.deepEqual(profiles.get('xx-audit'), {
    account: 'security',
    accountId: '333333333333',
    role: 'Auditor',
  })
  t.is(profiles.get('bb-security-x'), undefined)
})

test('a project’s accounts can be in a folder of the project', async (t) => {
  const project = path.join(root, 'units')
  writeProject(project, [])
  write(
    path.join(project, 'config/common.tfvars'),
    fs
      .readFileSync(path.join(root, 'units/config/common.tfvars'), 'utf8')
      .replace('accounts = {', 'accounts = { a = { id = 1 }, b = { id = 2 }'),
  )
  for (const account of ['a', 'b'])
    write(
      path.join(project, 'unit', account, 'config/account.tfvars'),
      `environment = "${account}"\nsso_role = "R${account}"`,
    )
  const layer = path.join(project, 'unit/a/x')
  write(path.join(layer, 'b.tf'), 'provider "aws" {\n  profile = "bb-b-ra"\n}')
  const { profiles } = await readLayer(layer)
  t.deepEqual((await profiles()).get('bb-b-ra'), {
    account: 'b',
    accountId: '000000000002',
    role: 'Rb',
  })
})

test('the files of another account are inputs only if a profile in the layer belongs, or could belong, to that account', async (t) => {
  const proved = async (name: string, files: Record<string, string>) => {
    const { inputs, project } = await profilesOf(name, files)
    const proof = inputs.sums({ hash: 'sha256', escapes: true }) ?? ''
    return ['shared', 'security', 'apps-prd'].filter((account) =>
      proof.includes(`  ${project}/${account}/config/account.tfvars`),
    )
  }
  t.deepEqual(await proved('proof own', {}), ['apps-prd'])
  t.deepEqual(await proved('proof one', { 'a.tf': 'x {\n  profile = "bb-shared-x"\n}' }), [
    'shared',
    'apps-prd',
  ])
  const computed = 'x {\n  profile = "bb-${terraform.workspace}-x"\n}'
  for (const [name, text] of [
    ['proof all', computed],
    ['proof none', 'x {\n  profile = "nobody"\n}'],
  ] as const)
    t.deepEqual(await proved(name, { 'a.tf': text }), ['shared', 'security', 'apps-prd'])
})

test('TFSSO_ROLE replaces the role', async (t) => {
  const settings = (await makeLayer('role')).settings()
  t.is(withRole(settings, 'ReadOnly').identity.role, 'ReadOnly')
  for (const none of [undefined, '']) t.is(withRole(settings, none), settings)
  for (const bad of ['a b', '$(id)', '../x', 'x'.repeat(65), 'a\nb'])
    t.regex(
      String(await orMessage(() => withRole(settings, bad))),
      /^TFSSO_ROLE is ".*", but must be a permission set's name/,
    )
})
