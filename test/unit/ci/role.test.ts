import test from 'ava'
import { readJobRole } from '../../../lib/ci/role.ts'

for (const name of [
  'terraform',
  'ci/terraform',
  'a/b.c/d_e',
  'x'.repeat(64),
  'a+=,.@-_1',
  'p/none',
]) {
  test(`${name} is a valid role`, (t) => t.is(readJobRole(name), name))
}

test('`none` means that there is no role', (t) => t.is(readJobRole('none'), undefined))

for (const name of [
  '',
  ' ',
  '/terraform',
  'ci/',
  'ci//terraform',
  'x'.repeat(65),
  `${'p/'.repeat(250)}${'x'.repeat(64)}`,
  'arn:aws:iam::222222222222:role/ci',
  'a b',
  'a\n[profile x]',
  'a # b',
  'a;b',
  '$(id)',
  '${x}',
  'a"b',
  "a'b",
  'ñ',
]) {
  test(`${JSON.stringify(name)} is refused`, (t) => {
    t.like(
      t.throws(() => readJobRole(name)),
      { name: 'Problem', code: 78 },
    )
  })
}
