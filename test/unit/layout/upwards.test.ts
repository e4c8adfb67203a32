import { execFileSync } from 'node:child_process'
import path from 'node:path'
import test from 'ava'
import { upwards } from '../../../lib/layout/upwards.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

/** Each row: a directory → where the search for its account starts. */
const rows = [
  ['/p/a/layer', '/p/a/layer'],
  ['/p/a/layer/.terraform', '/p/a/layer'],
  ['/p/a/layer/.terraform/modules/m', '/p/a/layer'],
  ['/p/a/layer/.terragrunt-cache/x/y', '/p/a/layer'],
  ['/p/a/.terragrunt-cache/x/.terraform/modules/m', '/p/a'],
  ['/p/a/.terraform/x/.terragrunt-cache/y', '/p/a'],
  ['/p/a/.terragrunt-cache/.terraform/x', '/p/a'],
  ['/p/a/.terraform/.terragrunt-cache', '/p/a'],
  ['/p/a/.terraformrc/x', '/p/a/.terraformrc/x'],
  ['/p/a/x.terraform/y', '/p/a/x.terraform/y'],
] as const

for (const [directory, first] of [...rows, ['/.terraform/x', '/'], ['/', '/']] as const) {
  test(`${directory}: the search starts at ${first}`, (t) => {
    const found = [...upwards(directory)]
    t.is(found[0], first)
    t.is(found.at(-1), '/')
    t.is(new Set(found).size, found.length)
  })
}

// If sh and node disagreed, a run could fail, or get another account.
test('sh starts the search at the same directories, by the real path and by the path that the person took', (t) => {
  const root = temporary('tfsso upwards-')
  for (const [directory] of rows)
    for (let at = directory as string; at !== '/'; at = path.dirname(at))
      write(path.join(root, at, 'config/account.tfvars'), '')
  const script = `tfsso_prefix=.
for directory; do
  tfsso_chdir='' PWD=$directory
  cd "$directory" || exit
  . '${path.resolve('libexec/nearest-account.sh')}'
  echo "$tfsso_account"
  tfsso_account=/none
  . '${path.resolve('libexec/by-path.sh')}'
  echo "$tfsso_by_path"
done`
  const directories = rows.map(([directory]) => root + directory)
  const out = execFileSync('sh', ['-c', script, 'sh', ...directories], { encoding: 'utf8' })
  t.deepEqual(
    out.trimEnd().split('\n'),
    rows.flatMap(([, first]) => [root + first, root + first]),
  )
})
