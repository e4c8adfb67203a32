import test from 'ava'
import { fetchesAtOnce, type Obtained, obtainAll } from '../../../lib/credentials/obtain-all.ts'
import type { RoleCredentials } from '../../../lib/credentials/store.ts'
import type { Identity } from '../../../lib/project/settings.ts'
import { denied, Problem } from '../../../lib/text/problem.ts'

const good = { accessKeyId: 'ASIA' } as RoleCredentials
const identities = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ account: `${at}` }) as Identity)

async function obtain(
  count: number,
  answer: (account: string) => Obtained,
  { stored = [] as string[], noSession = undefined as Problem | undefined } = {},
) {
  const asked: string[] = []
  let done = 0
  let now = 0
  let most = 0
  const all = await obtainAll(
    {
      noSession,
      fresh: ({ account }) => (stored.includes(account) ? good : undefined),
      get: async ({ account }) => {
        asked.push(account)
        now += 1
        most = Math.max(most, now)
        await new Promise(setImmediate)
        now -= 1
        const got = answer(account)
        if (got instanceof Problem) throw got
        return got
      },
    },
    identities(count),
    () => {
      done += 1
    },
  )
  return { all, asked, done, most }
}

test('the credentials of many accounts are fetched a few at a time; stored credentials are not fetched again', async (t) => {
  const { all, asked, done, most } = await obtain(80, () => good, { stored: ['0', '79'] })
  t.deepEqual(new Set(all), new Set([good]))
  t.deepEqual([all.length, asked.length, done, most], [80, 78, 80, fetchesAtOnce])
})

test('an account that fails does not stop the others', async (t) => {
  const refused = denied('no such role')
  const { all, asked } = await obtain(40, (account) => (Number(account) % 2 ? refused : good))
  t.is(asked.length, 40)
  t.deepEqual(
    all.map((one) => one === refused),
    identities(40).map((_, at) => at % 2 === 1),
  )
})

test('if AWS gives no answer several times in a row, the other accounts are not tried', async (t) => {
  const silent = new Problem(69, 'it was cut', 'Try again.')
  const { all, asked, done } = await obtain(40, () => silent)
  t.true(asked.length < 2 * fetchesAtOnce)
  t.is(done, 40)
  const others = all.filter((one) => one !== silent) as Problem[]
  t.is(others.length, 40 - asked.length)
  for (const { code, message, advice } of others) {
    t.deepEqual(
      [code, message],
      [
        silent.code,
        'tfsso did not try this account, because it could not reach AWS for other accounts.',
      ],
    )
    t.deepEqual(advice, ['Try again.'])
  }
})

test('if AWS answers now and then, all accounts are tried', async (t) => {
  const silent = new Problem(69, 'it was cut')
  const { asked } = await obtain(40, (account) =>
    Number(account) % fetchesAtOnce === 0 ? good : silent,
  )
  t.is(asked.length, 40)
})

test('without a session no credentials are fetched', async (t) => {
  const noSession = denied('nobody is there')
  await t.throwsAsync(
    obtain(3, () => good, { noSession }),
    { is: noSession },
  )
})
