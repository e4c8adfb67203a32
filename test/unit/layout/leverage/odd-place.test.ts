import path from 'node:path'
import test from 'ava'
import { accountAtRoot, oddPlace } from '../../../../lib/layout/leverage/odd-place.ts'
import { temporary } from '../../../rig/install.ts'
import { write } from '../../../rig/project.ts'

for (const [what, files, expected] of [
  ['as it should be', ['prd/config/account.tfvars', 'prd/net/main.tf'], []],
  ['beside Terraform files', ['prd/config/account.tfvars', 'prd/main.tf'], [/has Terraform files/]],
  [
    'with another account inside',
    ['prd/config/account.tfvars', 'prd/net/config/account.tfvars'],
    [/prd\/net\/config\/account\.tfvars is inside another account, .*\/prd\./],
  ],
  [
    'below an account.tfvars at the root, which has a warning of its own',
    ['prd/config/account.tfvars', 'config/common.tfvars', 'config/account.tfvars'],
    [],
  ],
  ['inside one further up', ['a/config/account.tfvars', 'a/prd/config/account.tfvars'], [/inside/]],
] as [string, string[], RegExp[]][])
  test(`warnings about the place of an account's file: ${what}`, (t) => {
    const root = temporary('tfsso odd-')
    for (const file of files) write(path.join(root, file), '')
    const account = what === 'inside one further up' ? 'a/prd' : 'prd'
    const messages = oddPlace(path.join(root, account), root).map(({ message }) => message)
    t.is(messages.length, expected.length, messages.join())
    for (const [index, pattern] of expected.entries()) t.regex(messages[index] ?? '', pattern)
  })

test("a warning about an account's file next to common.tfvars", (t) => {
  const root = temporary('tfsso odd-')
  t.deepEqual(accountAtRoot(root), [])
  write(path.join(root, 'config/account.tfvars'), '')
  const [warning] = accountAtRoot(root)
  t.regex(warning?.message ?? '', /is beside common\.tfvars/)
})
