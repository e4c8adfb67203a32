import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { findListFiles, placesOnTheWay } from '../../../../lib/layout/tfsso-hcl/list-files.ts'
import { temporary } from '../../../rig/install.ts'
import { write } from '../../../rig/project.ts'

const files = [
  'account.hcl',
  'live/account.hcl',
  'live/prod/account.hcl',
  'live/prod/eu/account.hcl',
  'live/.hidden/account.hcl',
  'live/prod/.terraform/modules/x/account.hcl',
  'live/prod/eu/.terragrunt-cache/a/account.hcl',
  'live/other/tfsso.hcl',
  'live/other/account.hcl',
  'live/dev/env.hcl',
  'live/sub/.git/HEAD',
  'live/sub/account.hcl',
  'live/sub/a/account.hcl',
  'live/sub/a/inner/.git',
  'live/sub/a/inner/account.hcl',
  'undefined/.git/HEAD',
  'undefined/account.hcl',
  'accounts.json',
]

const rows: [string, string[]][] = [
  ['accounts.json', ['accounts.json']],
  ['live/*/account.hcl', ['live/.hidden/account.hcl', 'live/prod/account.hcl']],
  [
    'live/**/account.hcl',
    [
      'live/.hidden/account.hcl',
      'live/account.hcl',
      'live/prod/account.hcl',
      'live/prod/eu/account.hcl',
    ],
  ],
  ['**/**/eu/account.hcl', ['live/prod/eu/account.hcl']],
  ['live/{dev,prod}/{account,env}.hcl', ['live/dev/env.hcl', 'live/prod/account.hcl']],
  ['live/*/e*.hcl', ['live/dev/env.hcl']],
  ['Live/*/account.hcl', []],
  ['linked/prod/account.hcl', []],
  ['link.json', ['link.json']],
]

const account = (directory: string) => `${directory}/account.hcl`
const nested = [
  'undefined/account.hcl',
  'live/sub/account.hcl',
  'live/sub/a/account.hcl',
  'live/sub/a/inner/account.hcl',
]

/** Each row: the layer, a pattern → the files in nested repositories (`nested`). */
const inRepositories: [layer: string | undefined, pattern: string, expected: string[]][] = [
  [undefined, '**/account.hcl', []],
  ['live/prod', '**/account.hcl', []],
  ['live/subway', '**/account.hcl', []],
  ['live/sub', 'live/*/account.hcl', ['live/sub']],
  ['live/sub', '**/account.hcl', ['live/sub', 'live/sub/a']],
  ['live/sub/b/net', '**/account.hcl', ['live/sub', 'live/sub/a']],
  ['live/sub/a/inner/net', '**/account.hcl', ['live/sub', 'live/sub/a', 'live/sub/a/inner']],
  [undefined, 'live/{sub,prod}/account.hcl', ['live/sub']],
  [undefined, 'live/sub/**/account.hcl', ['live/sub', 'live/sub/a']],
  [undefined, '{live,**}/sub/account.hcl', ['live/sub']],
  [undefined, '**/sub/account.hcl', []],
]

function makeFiles(): string {
  const root = temporary('tfsso-lists-')
  for (const file of files) write(path.join(root, file), '')
  return root
}

test('a file in a nested repository counts only for layers in it, or if the pattern names its directory without a *', (t) => {
  const root = makeFiles()
  for (const [layer, pattern, expected] of inRepositories)
    t.deepEqual(
      findListFiles(root, pattern, layer).filter((file) => nested.includes(file)),
      expected.map(account).sort(),
      `${layer} ${pattern}`,
    )
})

test('the files that match a pattern', (t) => {
  const root = makeFiles()
  fs.symlinkSync('live', path.join(root, 'linked'))
  fs.symlinkSync('accounts.json', path.join(root, 'link.json'))
  for (const [pattern, expected] of rows)
    t.deepEqual(findListFiles(root, pattern), expected, pattern)
})

test('the paths at which a file above a directory, or in it, would match a pattern', (t) => {
  const ways: [string, string, string[]][] = [
    [
      'live/**/account.hcl',
      'live/a/b',
      ['live/account.hcl', 'live/a/account.hcl', 'live/a/b/account.hcl'],
    ],
    ['live/*/{account,env}.hcl', 'live/a/b', ['live/a/account.hcl', 'live/a/env.hcl']],
    ['a*.hcl', 'live/a', ['a*.hcl']],
    ['live/*/account.hcl', 'other/a', []],
    ['**/a.hcl', '', ['a.hcl']],
  ]
  for (const [pattern, directory, expected] of ways)
    t.deepEqual(placesOnTheWay(pattern, directory), expected, pattern)
})
