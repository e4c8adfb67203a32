import test from 'ava'
import { describeDenial } from '../../../lib/credentials/portal.ts'

const held = ['Administrator', 'DevOps', 'Read-Only']

for (const [role, asked, roles, advice] of [
  [
    'readonly',
    'readonly',
    held,
    /Did you mean Read-Only\?\nThe role comes from --role or TFSSO_ROLE/,
  ],
  ['Admin', undefined, held, /Did you mean Administrator\?\nCorrect the account's role/],
  ['DevOpsPrd', undefined, held, /Did you mean DevOps\?/],
  ['auditr', undefined, ['Auditor', 'DevOps'], /Did you mean Auditor\?\nCorrect/],
  ['devosp', undefined, held, /Did you mean DevOps\?/],
  ['Auditor', 'Other', held, /^Your roles there: Administrator, DevOps, Read-Only\.\nCorrect/],
  ['DevOps', 'DevOps', [], /^You have no role in that account\.\nThe role comes from/],
  ['DevOps', undefined, undefined, /^Correct/],
] as const)
  test(`the advice for the missing role ${role}, with TFSSO_ROLE ${asked} and the roles ${roles}`, async (t) => {
    const problem = await describeDenial('apps-prd (222222222222)', [role], roles, {
      TFSSO_ROLE: asked,
    })
    t.is(problem.code, 77)
    t.is(
      problem.message,
      `You do not have the role ${role} in the account apps-prd (222222222222).`,
    )
    t.regex(problem.advice.join('\n'), advice)
  })

test('the person has none of several roles', async (t) => {
  const problem = await describeDenial('a', ['DevOps2', 'Auditor'], held, {})
  t.is(problem.message, 'You have none of the roles DevOps2, Auditor in the account a.')
  t.regex(problem.advice.join('\n'), /Did you mean DevOps\?\nCorrect the account's role/)
})
