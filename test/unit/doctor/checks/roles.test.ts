import test from 'ava'
import { checkRoles } from '../../../../lib/doctor/checks/roles.ts'

const held = [
  { accountId: '111111111111', name: 'one', roles: ['DevOps', 'ReadOnly'] },
  { accountId: '222222222222', name: 'two', roles: ['ReadOnly'] },
  { accountId: '333333333333', name: 'three', roles: [] },
]
const a = { name: 'a', accountId: '111111111111', role: 'DevOps' }
const b = { name: 'b', accountId: '222222222222', role: 'readonly' }
const c = { name: 'c', accountId: '333333333333', role: 'DevOps' }
const unknown = { name: 'd', accountId: null, role: 'DevOps' }
const any = { name: 'b', accountId: '222222222222', role: { any: ['DevOps', 'ReadOnly'] } }

for (const [what, named, found] of [
  ['held', [a], ['ok: You have the role that the project names in 1 account.']],
  ['one of several', [a, any], ['ok: You have the role that the project names in 2 accounts.']],
  [
    'misspelt',
    [a, b],
    [
      'ok: You have the role that the project names in 1 account.',
      'warning: You do not have the role readonly in the account b (222222222222). Your roles there: ReadOnly. Did you mean ReadOnly?',
    ],
  ],
  [
    'no role there, or an account that was not asked about',
    [c, unknown],
    ['skipped: You have no role in: c.'],
  ],
  ['nothing named', [{ ...a, role: null }], []],
] as const) {
  test(`the role of an account: ${what}`, async (t) => {
    const findings = (await checkRoles(named, held)).map(({ status, message, advice }) =>
      [`${status}: ${message}`, ...advice.slice(0, 2)].join(' '),
    )
    t.deepEqual(findings, [...found])
  })
}
