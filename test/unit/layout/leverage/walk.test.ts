import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { findAccounts } from '../../../../lib/layout/leverage/walk.ts'
import { Inputs } from '../../../../lib/project/inputs.ts'
import { temporary } from '../../../rig/install.ts'
import { write } from '../../../rig/project.ts'

/**
 * If a directory's name ends in a slash, the directory becomes another project, otherwise an account. Returns the outer
 * project's root.
 */
function makeProject(...directories: string[]) {
  const root = path.join(temporary('tfsso accounts-'), 'a project')
  write(path.join(root, 'config/common.tfvars'), '')
  for (const directory of directories)
    write(
      path.join(root, directory, `config/${directory.endsWith('/') ? 'common' : 'account'}.tfvars`),
      '',
    )
  return root
}

const found = (root: string, own?: string) =>
  findAccounts(root, own && path.join(root, own), new Inputs()).map((directory) =>
    path.relative(root, directory),
  )

const table: [what: string, directories: string[], accounts: string[], own?: string][] = [
  ['none', [], []],
  ['below the root', ['prd', 'a b'], ['a b', 'prd']],
  [
    'in folders, up to three levels',
    ['prd', 'core/shared', 'core/net', 'workloads/apps/prd', 'w/x/y/z'],
    ['prd', 'core/net', 'core/shared', 'workloads/apps/prd'],
  ],
  ["a folder whose name begins like another's", ['a/x', 'a-b/y'], ['a/x', 'a-b/y']],
  ['not inside an account', ['prd', 'prd/inner'], ['prd']],
  ['not in another project', ['other/', 'other/prd', 'vendor/other/', 'vendor/other/prd'], []],
  ['not in hidden directories or installed packages', ['.x/prd', 'node_modules/x'], []],
  [
    "the layer's own account at any depth, and the accounts next to it",
    ['prd', 'w/x/y/z', 'w/x/y/z2', 'v/x/y/z'],
    ['prd', 'w/x/y/z', 'w/x/y/z2'],
    'w/x/y/z',
  ],
  ["a layer's account inside another", ['prd', 'prd/inner'], ['prd', 'prd/inner'], 'prd/inner'],
  ["the layer's own account in a hidden directory", ['.prd', '.dev', 'x'], ['.prd', 'x'], '.prd'],
  ["the layer's own account even if the search misses it", ['x'], ['unseen', 'x'], 'unseen'],
]
for (const [what, directories, accounts, own] of table)
  test(`the accounts of a project: ${what}`, (t) => {
    t.deepEqual(found(makeProject(...directories), own).sort(), [...accounts].sort())
  })

test('an account’s directory can be a link; tfsso does not search a folder that is a link', (t) => {
  const root = makeProject('prd')
  fs.mkdirSync(path.join(root, 'core'))
  fs.symlinkSync(path.join(root, 'prd'), path.join(root, 'core/dev'))
  const elsewhere = makeProject('folder/x')
  fs.symlinkSync(path.join(elsewhere, 'folder'), path.join(root, 'folder'))
  t.deepEqual(found(root).sort(), ['core/dev', 'prd'])
})

test('a link out of the project, and a directory of another repository, are not accounts of the project, except the layer’s own', (t) => {
  const root = makeProject('prd', 'submodule', 'vendor/theirs/dev', 'worktree/dev', 'w/x/own')
  const elsewhere = makeProject('dev')
  fs.symlinkSync(path.join(elsewhere, 'dev'), path.join(root, 'dev'))
  for (const directory of ['', 'submodule', 'vendor/theirs', 'w'])
    write(path.join(root, directory, '.git'), 'gitdir: elsewhere')
  fs.mkdirSync(path.join(root, 'worktree/.git'))
  t.deepEqual(found(root), ['prd'])
  t.deepEqual(found(root, 'w/x/own').sort(), ['prd', 'w/x/own'], "the layer's own counts")
})

test('the next run notices a new account next to others; only the next new grant notices a new folder', (t) => {
  const root = makeProject('prd', 'core/shared')
  const inputs = new Inputs()
  findAccounts(root, undefined, inputs)
  const add = (directory: string) => write(path.join(root, directory, 'config/account.tfvars'), '')
  add('workloads/dev')
  t.false(inputs.haveChanged())
  add('core/network')
  t.true(inputs.haveChanged())
  t.deepEqual(found(root), ['prd', 'core/network', 'core/shared', 'workloads/dev'])
})
