import test from 'ava'
import { upwards } from '../../../lib/layout/upwards.ts'

for (const [directory, first] of [
  ['/p/a/layer', '/p/a/layer'],
  ['/p/a/layer/.terraform', '/p/a/layer'],
  ['/p/a/layer/.terraform/modules/m', '/p/a/layer'],
  ['/p/a/layer/.terragrunt-cache/x/y', '/p/a/layer'],
  ['/p/a/.terragrunt-cache/x/.terraform/modules/m', '/p/a'],
  ['/p/a/.terraform/x/.terragrunt-cache/y', '/p/a'],
  ['/p/a/.terraformrc/x', '/p/a/.terraformrc/x'],
  ['/p/a/x.terraform/y', '/p/a/x.terraform/y'],
  ['/.terraform/x', '/'],
  ['/', '/'],
] as const) {
  test(`${directory}: the search starts at ${first}`, (t) => {
    const found = [...upwards(directory)]
    t.is(found[0], first)
    t.is(found.at(-1), '/')
    t.is(new Set(found).size, found.length)
  })
}
