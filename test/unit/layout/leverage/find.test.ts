import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { findProject, requireProject } from '../../../../lib/layout/find.ts'
import type { Layer } from '../../../../lib/layout/layout.ts'
import { orMessage } from '../../../project/parse.ts'
import { temporary } from '../../../rig/install.ts'
import { write } from '../../../rig/project.ts'
import { needsUsers, shared, stranger } from '../../../rig/users.ts'

const root = temporary('tfsso layers-')
const tree = [
  'le project/config/common.tfvars',
  'le project/prd/config/account.tfvars',
  'le project/config/account.tfvars.example',
  // The account `dev` is in a folder, and the account `inner` is inside another account.
  'le project/units/dev/config/account.tfvars',
  'le project/prd/inner/config/account.tfvars',
  'le project/vendor/other/config/common.tfvars',
  'le project/vendor/other/prd/config/account.tfvars',
  // `fresh` has only the example of common.tfvars, so it is no project.
  'le project/fresh/config/common.tfvars.example',
  'le project/fresh/prd/config/account.tfvars',
  'lonely/prd/config/account.tfvars',
  'other/config/common.tfvars.json',
  'other/prd/config/account.tfvars',
  'beside/config/common.tfvars',
  'beside/config/account.tfvars',
]
for (const file of tree) write(path.join(root, file), '')

const found: [directory: string, layer: { account: string; project: string } | undefined][] = [
  ['le project/prd/us-east-1/base network', { account: 'le project/prd', project: 'le project' }],
  [
    'le project/prd/us-east-1/a --/in a layer ',
    { account: 'le project/prd', project: 'le project' },
  ],
  ['le project/prd', { account: 'le project/prd', project: 'le project' }],
  ['le project/prd/configuration', { account: 'le project/prd', project: 'le project' }],
  ['le project/prd/x/config', { account: 'le project/prd', project: 'le project' }],
  ['le project/prd/config', undefined],
  ['le project/prd/config/x', undefined],
  ['le project/units/dev/x', { account: 'le project/units/dev', project: 'le project' }],
  ['le project/prd/inner/x', { account: 'le project/prd/inner', project: 'le project' }],
  [
    'le project/vendor/other/prd/x',
    { account: 'le project/vendor/other/prd', project: 'le project/vendor/other' },
  ],
  ['le project', undefined],
  ['le project/modules/x', undefined],
  ['le project/config', undefined],
  ['elsewhere', undefined],
]

const layerOf = (directory: string) => findProject(directory)?.layer

test('the layer of a directory', (t) => {
  for (const [name, expected] of found) {
    const directory = path.join(root, name)
    const layer: Layer | undefined = expected && {
      directory,
      account: path.join(root, expected.account),
      project: path.join(root, expected.project),
    }
    t.deepEqual(layerOf(directory), layer, name)
  }
  t.is(layerOf('/'), undefined)
})

test('if an account is in no project, the message names the missing file and its example', async (t) => {
  const fresh = path.join(root, 'le project/fresh/config/common.tfvars')
  t.is(
    await orMessage(() => layerOf(path.join(root, 'le project/fresh/prd/x'))),
    `${fresh} is missing.\nCopy ${fresh}.example to that path and fill in the values.`,
    'it is not in the project around it',
  )
  t.regex(
    String(await orMessage(() => layerOf(path.join(root, 'lonely/prd')))),
    /^There is no config\/common\.tfvars above .*\/lonely\/prd, .*\nAdd config\/common\.tfvars at the root of the project/,
  )
  t.regex(
    String(await orMessage(() => layerOf(path.join(root, 'other/prd/x')))),
    /above .*\nThere is common\.tfvars\.json in .*\/other\/config, but tfsso reads config\/common\.tfvars only\.\nAdd/,
  )
  t.regex(
    String(await orMessage(() => layerOf(path.join(root, 'beside/modules/x')))),
    /beside\/config\/account\.tfvars is beside common\.tfvars, but a project's root is not an account\.\nMove/,
  )
})

needsUsers('if a project’s file is ignored, the message names its owner', async (t) => {
  const top = shared(0o1777)
  const common = write(path.join(top, 'config/common.tfvars'), '')
  fs.chownSync(common, stranger, stranger)
  write(path.join(top, 'prd/config/account.tfvars'), '')
  const owner = new RegExp(
    `\n${common} belongs to another user \\(uid 61002\\), so tfsso does not use the file\\.\nIf you trust .*: tfsso trust '${top}'`,
  )
  const inLayer = String(await orMessage(() => layerOf(path.join(top, 'prd/x'))))
  t.regex(inLayer, new RegExp(`^The account ${top}/prd is in no project that tfsso trusts\\.\n`))
  t.regex(inLayer, owner)
  const outside = String(await orMessage(() => requireProject(path.join(top, 'modules'))))
  t.regex(outside, /^\S.* is in no project/)
  t.regex(outside, owner)
})

test('the project of a directory, inside or outside a layer', (t) => {
  const cases: [directory: string, project: string | undefined][] = [
    ['le project/prd/x', 'le project'],
    ['le project/modules/x', 'le project'],
    ['le project/config', 'le project'],
    ['le project', 'le project'],
    ['le project/vendor/other/modules', 'le project/vendor/other'],
    ['elsewhere', undefined],
  ]
  for (const [directory, project] of cases)
    t.is(
      findProject(path.join(root, directory))?.root,
      project && path.join(root, project),
      directory,
    )
})

test('a tfvars file can be a link; a link without a target does not count', (t) => {
  const project = path.join(root, 'linked')
  const real = write(path.join(root, 'kept elsewhere.tfvars'), '')
  for (const at of ['config/common.tfvars', 'prd/config/account.tfvars']) {
    fs.mkdirSync(path.join(project, path.dirname(at)), { recursive: true })
    fs.symlinkSync(real, path.join(project, at))
  }
  t.is(layerOf(path.join(project, 'prd/x'))?.project, project)
  fs.rmSync(real)
  t.is(layerOf(path.join(project, 'prd/x')), undefined)
})
