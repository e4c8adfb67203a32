import test from 'ava'
import {
  type AccountResult,
  exitCodeOf,
  renderResults,
} from '../../../../lib/commands/login/all-results.ts'
import { type ExitCode, Problem } from '../../../../lib/text/problem.ts'

const nowMs = Date.parse('2026-11-22T12:00:00Z')
const none: AccountResult = { name: 'a', accountId: '1', role: 'X', until: null, problem: null }
const fetched = { ...none, until: nowMs + 3600_000 }
const failed = (code: ExitCode) => ({
  ...none,
  problem: new Problem(code, `it says ${code}`, 'Mend it.'),
})

for (const [what, results, code] of [
  ['all accounts have credentials', [fetched, fetched], 0],
  ['an account has no directory', [fetched, none], 0],
  ['AWS fails for one account', [fetched, failed(69)], 69],
  ['a role is denied, and AWS fails', [failed(69), failed(77), fetched], 77],
  ['the files of an account are wrong, and a role is denied', [failed(77), failed(78)], 78],
] as const)
  test(`login --all exits with ${code} if ${what}`, (t) => {
    t.is(exitCodeOf(results), code)
  })

test('login --all says how many accounts have credentials, and which were left out', (t) => {
  const render = (results: AccountResult[]) =>
    renderResults(results, 'config/account.tfvars', nowMs)
  t.regex(
    render([fetched, fetched]),
    /^tfsso: there are credentials for 2 of 2 accounts, until .* at least\.\n$/,
  )
  t.regex(
    render([fetched, { ...none, name: 'far' }]),
    /for 1 of 1 accounts.*\n {2}tfsso skipped accounts that have no directory with config\/account\.tfvars: far\.\n$/,
  )
  t.regex(
    render([failed(69)]),
    /^tfsso: there are credentials for 0 of 1 accounts\. Could not get credentials for:\n.*\n {2}a +1 +X +it says 69 Mend it\.\n$/,
  )
})
