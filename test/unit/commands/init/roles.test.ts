import test from 'ava'
import { decideRole, type RoleDecision } from '../../../../lib/commands/init/roles.ts'
import type { AccountPlace } from '../../../../lib/layout/layout.ts'
import { misconfigured } from '../../../../lib/text/problem.ts'

const problem = misconfigured('why')
const rows: [what: string, place: Partial<AccountPlace>, held: string[], decision: RoleDecision][] =
  [
    ['the person has one role', {}, ['A'], { kind: 'write', role: 'A' }],
    ['the person has several roles', {}, ['A', 'B'], { kind: 'ask', roles: ['A', 'B'] }],
    ['the person has no role', {}, [], { kind: 'open', why: 'you have no role in this account' }],
    ['the file has a role that the person has', { role: 'B' }, ['A', 'B'], { kind: 'keep' }],
    [
      'the file has a role that the person does not have',
      { role: 'C' },
      ['A'],
      { kind: 'open', why: 'the file already names the role C, but you do not have this role' },
    ],
    ...['owner', 'syntax'].map((check): (typeof rows)[number] => [
      `the file has another problem: ${check}`,
      { problems: [{ check, file: '/f', problem }] },
      ['A'],
      { kind: 'open', why: 'why' },
    ]),
    [
      'the file has no role yet',
      { problems: [{ check: 'sso_role', file: '/f', problem }] },
      ['A'],
      { kind: 'write', role: 'A' },
    ],
  ]
for (const [what, place, held, decision] of rows)
  test(`what init does about an account’s role: ${what}`, (t) => {
    const whole = { problems: [], role: undefined, ...place } as unknown as AccountPlace
    t.deepEqual(decideRole({ place: whole, accountId: '111111111111', held }), decision)
  })
