import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { requireProject } from '../../../../lib/layout/find.ts'
import { layerArguments } from '../../../../lib/layout/layer-arguments.ts'
import { layerProfiles } from '../../../../lib/layout/layer-profiles.ts'
import { readProject } from '../../../../lib/layout/read.ts'
import { requireSettings } from '../../../../lib/layout/require.ts'
import { tfssoHcl } from '../../../../lib/layout/tfsso-hcl/tfsso-hcl.ts'
import { Inputs } from '../../../../lib/project/inputs.ts'
import { ParsedCache } from '../../../../lib/project/parsed.ts'
import type { PersonalProfile } from '../../../../lib/project/personal-profiles.ts'
import { roleWord } from '../../../../lib/project/profile-target.ts'
import { orMessage } from '../../../project/parse.ts'
import { temporary } from '../../../rig/install.ts'
import { write } from '../../../rig/project.ts'
import { otherStartUrl, ssoBlock } from '../../../rig/repository.ts'

const hcl = `${ssoBlock('acme')}${ssoBlock('beta', otherStartUrl)}
account "prod" {
  id       = "222222222222"
  sso      = "acme"
  role     = ["Deploy", "ReadOnly"]
  paths    = ["envs/prod"]
  profiles = ["prod", "both"]
  profile "prod-ro" {
    role = "Look"
  }
}
account "prod-eu" {
  id     = "444444444444"
  sso    = "acme"
  role   = "Deploy"
  region = "eu-west-1"
}
account "far" {
  id       = "111111111111"
  sso      = "beta"
  role     = "PowerUser"
  profiles = ["both"]
}
account "broken" {
  sso      = "acme"
  id       = 1
  role     = "Deploy"
  profiles = ["broken"]
}
account "roleless" {
  sso      = "acme"
  id       = "555555555555"
  profiles = ["roleless"]
}
`

async function read(code: string, files: Record<string, string> = {}) {
  const root = temporary('tfsso-hcl-')
  const all = { 'tfsso.hcl': hcl, 'envs/prod/main.tf': code, ...files }
  for (const [name, text] of Object.entries(all)) write(path.join(root, name), text)
  const sources = { inputs: new Inputs(), cache: new ParsedCache() }
  const reading = await readProject(requireProject(path.join(root, 'envs/prod')), 'run', sources)
  const { layer } = reading
  if (!layer) throw new Error('no layer')
  return { root, reading, layer }
}

/** Returns a layer's profiles, each as `account role portal region`, or the Problem's message. */
async function profilesOf(code: string, personal: Record<string, Partial<PersonalProfile>> = {}) {
  const { reading, layer } = await read(code)
  const own = Object.entries(personal).map(
    ([name, profile]) =>
      [
        name,
        { file: '~/.aws/config', ours: false, accountId: undefined, role: undefined, ...profile },
      ] as const,
  )
  const resolved = await orMessage(() =>
    layerProfiles(reading, layer, requireSettings(reading, layer.own), {
      dataDirectory: '.terraform',
      personal: new Map(own),
    }),
  )
  if (typeof resolved === 'string') return resolved
  return Object.fromEntries(
    [...resolved].map(([name, { account, role, portal, region }]) => [
      name,
      [account, roleWord(role), portal?.name, region].filter(Boolean).join(' '),
    ]),
  )
}

const provider = (name: string) => `provider "aws" {\n  profile = ${name}\n}\n`
/** Every layer of the account prod has these profiles. */
const own = { 'acme-prod-Deploy': 'prod Deploy', 'acme-prod-ReadOnly': 'prod ReadOnly' }

const names: [name: string, meaning: string | undefined][] = [
  ['prod', 'prod any:Deploy:ReadOnly'],
  ['prod-ro', 'prod Look'],
  ['acme-prod-Any.Role', 'prod Any.Role'],
  ['acme-prod-eu-Deploy', 'prod-eu Deploy eu-west-1'],
  ['beta-far-PowerUser', 'far PowerUser beta'],
  ['acme-far-PowerUser', undefined],
  ['acme-prod', undefined],
  ['111111111111_Admin', 'far Admin beta'],
  ['Admin-444444444444', 'prod-eu Admin eu-west-1'],
  ['999999999999_Admin', undefined],
  ['default', undefined],
  ['mine', undefined],
]
test('the account and role that each name of a profile gives', async (t) => {
  for (const [name, meaning] of names)
    t.deepEqual(
      await profilesOf(provider(`"${name}"`)),
      { ...own, ...(meaning && { [name]: meaning }) },
      name,
    )
})

const refused: [name: string, message: RegExp, personal?: Partial<PersonalProfile>][] = [
  ['both', /^The profile both belongs to several accounts: prod, far\./],
  ['broken', /line 32: account "broken": id is 1, but must be 12 digits/],
  ['roleless', /account "roleless": role is missing/],
  ['prod-ro', /^The profile prod-ro is in your own ~\/\.aws\/config/, { role: 'Other' }],
]
test('a name that is used as a profile is refused if tfsso can’t make that profile', async (t) => {
  for (const [name, message, personal] of refused) {
    const theirs: Record<string, Partial<PersonalProfile>> = personal ? { [name]: personal } : {}
    t.regex(String(await profilesOf(provider(`"${name}"`), theirs)), message)
    // A name that is used for something else gives neither a profile nor a Problem.
    t.deepEqual(await profilesOf(`locals {\n  x = "${name}"\n}\n`, theirs), own, name)
  }
  const same = { 'prod-ro': { accountId: '222222222222', role: 'Look' } }
  t.like(await profilesOf(provider('"prod-ro"'), same), { 'prod-ro': 'prod Look' })
})

test('if only a run can know a name, every account gets a profile for each role and each literal word of the name', async (t) => {
  const found = await profilesOf(provider('"acme-${terraform.workspace}-Word"'))
  t.like(found, {
    prod: 'prod any:Deploy:ReadOnly',
    'acme-prod-eu-Word': 'prod-eu Word eu-west-1',
    'beta-far-PowerUser': 'far PowerUser beta',
    '444444444444_Deploy': 'prod-eu Deploy eu-west-1',
  })
})

test('a layer gets the var-files and backend configs that exist, and the missing backend configs are listed', async (t) => {
  const code = 'terraform {\n  backend "s3" {\n    profile = "prod"\n  }\n}\n'
  const keys = `var_files = ["a.tfvars", "\${account}/\${layer}.tfvars"]\nbackend_config = ["\${layer}/b.hcl", "\${account}.hcl"]\n`
  const given = async (files: Record<string, string>) => {
    const { root, reading, layer } = await read(code, { 'tfsso.hcl': keys + hcl, ...files })
    const { varFiles, backendConfig, missing, backendProfile } = await layerArguments(
      reading,
      layer,
      'tofu',
    )
    const short = (all: string[]) => all.map((file) => path.relative(root, file))
    return [short(varFiles), short(backendConfig), short(missing), backendProfile]
  }
  t.deepEqual(await given({}), [[], [], ['envs/prod/b.hcl', 'prod.hcl'], 'prod'])
  t.deepEqual(
    await given({ 'a.tfvars': '', 'prod/envs/prod.tfvars': '', 'prod.hcl': 'profile = "x"\n' }),
    [['a.tfvars', 'prod/envs/prod.tfvars'], ['prod.hcl'], ['envs/prod/b.hcl'], 'x'],
  )
})

test('what doctor warns about in a tfsso.hcl', async (t) => {
  const paths = hcl.replace('"envs/prod"', '"envs/prod", "envs/QA", "nowhere/*", "sub/x", "."')
  const { root, reading } = await read('', {
    'tfsso.hcl': paths.replace(', "."', ''),
    'envs/qa/main.tf': 'terraform {\n  backend "s3" {}\n}\n',
    'modules/x/main.tf': 'variable "x" {}\n',
    'modules/y/main.tf': '\n'.repeat(1_000_000),
    // A nested repository is somebody else's, but a path can match its directories.
    'sub/.git': 'gitdir: elsewhere\n',
    'sub/x/main.tf': '',
    'sub/y/main.tf': 'terraform {\n  backend "s3" {}\n}\n',
  })
  fs.mkdirSync(path.join(root, '.git/nowhere/x'), { recursive: true })
  fs.truncateSync(write(path.join(root, 'modules/z/main.tf'), ''), 300 * 1024 * 1024)
  const messages = tfssoHcl
    .lookAround(reading.project)
    .map(({ message, advice }) => [message, ...advice].join(' ').replaceAll(root, ''))
  t.deepEqual(messages, [
    '/tfsso.hcl, line 10: account "prod": no directory matches the path envs/QA. There is envs/qa: upper and lower case must be the same.',
    '/tfsso.hcl, line 10: account "prod": no directory matches the path nowhere/*. Correct it, or remove it.',
    "/envs/qa has a backend, but no account's paths match it. Terraform runs there without tfsso. Add the directory to an account's paths.",
  ])
})
