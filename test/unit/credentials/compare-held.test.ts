import test from 'ava'
import { compareRoles } from '../../../lib/credentials/compare-held.ts'

const held = (accountId: string, ...roles: string[]) => ({
  accountId,
  name: `aws-${accountId}`,
  roles,
})
const named = (name: string, accountId: string | null, role: string | null) => ({
  name,
  accountId,
  role,
})

for (const [what, project, at, expected] of [
  ['nothing', [], [], []],
  [
    'the person has it, and the project names it',
    [named('a', '1', 'R')],
    [held('1', 'R')],
    ['a 1 R both'],
  ],
  ['only the project names it', [named('a', '1', 'R')], [], ['a 1 R project']],
  ['a wrong role', [named('a', '1', 'r')], [held('1', 'R')], ['a 1 r project', 'a 1 R aws']],
  ['one more role', [named('a', '1', 'R')], [held('1', 'R', 'S')], ['a 1 R both', 'a 1 S aws']],
  ['another account', [named('a', '1', 'R')], [held('2', 'S')], ['a 1 R project', 'aws-2 2 S aws']],
  ['no role', [named('a', '1', null)], [held('1', 'R')], ['a 1 - project', 'a 1 R aws']],
  ['no id', [named('a', null, 'R')], [held('1', 'R')], ['a - R project', 'aws-1 1 R aws']],
] as const)
  test(`the project’s roles compared with the person’s: ${what}`, (t) => {
    const lines = compareRoles(project, at).map(
      ({ account, accountId, role, where }) =>
        `${account} ${accountId ?? '-'} ${role ?? '-'} ${where}`,
    )
    t.deepEqual(lines, [...expected])
  })
