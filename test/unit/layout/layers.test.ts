import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { requireProject } from '../../../lib/layout/find.ts'
import { listLayers } from '../../../lib/layout/layers.ts'
import { temporary } from '../../rig/install.ts'
import { defaultAccounts, write, writeProject } from '../../rig/project.ts'

test('which directories of a project are layers', async (t) => {
  const root = temporary('tfsso layers-')
  writeProject(root, defaultAccounts)
  const file = (name: string, text = '') => write(path.join(root, name), text)
  for (const layer of [
    'apps-prd/main.tf',
    'apps-prd/a/main.tf.json',
    'apps-prd/a/in it/x.tofu',
    'apps-prd/b --/main.tf',
    'shared/old --  /c/main.tofu.json',
  ])
    file(layer)
  file('shared/d/main.tf', 'module "m" {\n  source = "./m"\n}\n# source = "../../apps-prd/a"\n')
  for (const none of [
    'main.tf',
    'modules/m/main.tf',
    'apps-prd/config/main.tf',
    'apps-prd/config/x/main.tf',
    'apps-prd/a/.terraform/modules/x/main.tf',
    'apps-prd/README/x.md',
    'apps-prd/hidden/.main.tf',
    'shared/d/m/main.tf',
    'apps-prd/node_modules/x/main.tf',
    'apps-prd/clone/x/main.tf',
  ])
    file(none)
  fs.mkdirSync(path.join(root, 'apps-prd/clone/.git'))
  file('inner/config/common.tfvars')
  file('inner/x/config/account.tfvars')
  file('inner/x/y/main.tf')
  fs.symlinkSync('a', path.join(root, 'apps-prd/link'))

  const found = (await listLayers(requireProject(root))).map(({ name, disabled }) => [
    name,
    disabled,
  ])
  t.deepEqual(found, [
    ['apps-prd', false],
    ['apps-prd/a', false],
    ['apps-prd/a/in it', false],
    ['apps-prd/b --', true],
    ['shared/d', false],
    ['shared/old --  /c', true],
  ])
})

const call = (source: string) => `module "m" {\n  source = "${source}"\n}\n`
const json = (value: unknown) => JSON.stringify(value, undefined, 2)
for (const [what, file, text, dev, isLayer] of [
  ['a module call', 'main.tf', call('../dev'), '', false],
  ['a module call in one line', 'main.tf', 'module "m" { source = "../dev" }', '', false],
  [
    'a module call after a heredoc',
    'x.tofu',
    `locals {\n  a = <<A\n/*\n"\nA\n}\n${call('../dev')}`,
    '',
    false,
  ],
  ['a module call after a byte order mark', 'main.tf', `\ufeff${call('../dev')}`, '', false],
  [
    'a call whose line ends with a comment',
    'main.tf',
    'module "m" {\n  source="../dev" # x\n}',
    '',
    false,
  ],
  [
    'a module call in JSON',
    'main.tf.json',
    json({ module: { m: { source: '../dev' } } }),
    '',
    false,
  ],
  [
    'a module call in a list',
    'main.tf.json',
    json([{ module: [{ m: [{ source: '../dev' }] }] }]),
    '',
    false,
  ],
  [
    'a call of a layer with a backend',
    'main.tf',
    call('../dev'),
    'terraform {\n  backend "s3" {}\n}',
    true,
  ],
  [
    'a call of a layer with a cloud block',
    'main.tf',
    call('../dev'),
    'terraform {\n  cloud {}\n}',
    true,
  ],
  ['a comment', 'main.tf', `/* ${call('../dev')} */`, '', true],
  ['a comment after code', 'main.tf', `locals {} /*\n${call('../dev')}*/ # x`, '', true],
  ['a heredoc', 'main.tf', `locals {\n  a = <<A\n${call('../dev')}\nA\n}\n`, '', true],
  ['a resource', 'main.tf', 'resource "aws_s3_object" "x" {\n  source = "../dev"\n}', '', true],
  [
    'a provisioner',
    'main.tf',
    'resource "x" "y" {\n  provisioner "file" {\n    source = "../dev"\n  }\n}',
    '',
    true,
  ],
  [
    'an argument of a module',
    'main.tf',
    'module "m" {\n  a = {\n    source = "../dev"\n  }\n}',
    '',
    true,
  ],
  [
    'a resource in JSON',
    'main.tf.json',
    json({ resource: { x: { y: { source: '../dev' } } } }),
    '',
    true,
  ],
  ['JSON with a mistake', 'main.tf.json', '{"module": {"m": {"source": "../dev"}}', '', true],
  [
    'very deep brackets',
    'main.tf',
    `x = ${'['.repeat(100_000)}\nmodule "m" { source = "../dev" }`,
    '',
    true,
  ],
  [
    'very deep brackets behind a string',
    'main.tf',
    `module "\n# ${'${'.repeat(100_000)} source`,
    '',
    true,
  ],
] as const)
  test(`a directory is ${isLayer ? 'a layer' : 'no layer'} if another names it in ${what}`, async (t) => {
    const root = temporary('tfsso layers-')
    writeProject(root, defaultAccounts)
    write(path.join(root, 'shared/prod', file), text)
    write(path.join(root, 'shared/dev/main.tf'), dev)
    const found = (await listLayers(requireProject(root))).map(({ name }) => name)
    t.deepEqual(found, isLayer ? ['shared/dev', 'shared/prod'] : ['shared/prod'])
  })
