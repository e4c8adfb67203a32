import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { requireProject } from '../../../lib/layout/find.ts'
import { listLayers } from '../../../lib/layout/layers.ts'
import { temporary } from '../../rig/install.ts'
import { defaultAccounts, write, writeProject } from '../../rig/project.ts'

test('which directories of a project are layers', (t) => {
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

  const found = listLayers(requireProject(root)).map(({ name, disabled }) => [name, disabled])
  t.deepEqual(found, [
    ['apps-prd', false],
    ['apps-prd/a', false],
    ['apps-prd/a/in it', false],
    ['apps-prd/b --', true],
    ['shared/d', false],
    ['shared/old --  /c', true],
  ])
})
