import test from 'ava'
import { foreignBackend } from '../../../lib/grant/foreign-backend.ts'

const target = (account: string, digit: string) => ({
  account,
  accountId: digit.repeat(12),
  role: 'DevOps',
})
const profiles = new Map([
  ['bb-prod', target('prod', '2')],
  ['bb-prod-old', target('prod', '2')],
  ['bb-dev', target('dev', '3')],
  ['bb-hub', target('hub', '4')],
  ['bb-hub-old', target('hub', '4')],
])

/** the profiles of the stored backend, and of the backend that `init` would store */
const rows: [stored: string | undefined, wanted: string | undefined, found?: string][] = [
  ['bb-prod', 'bb-prod'],
  ['bb-prod-old', 'bb-prod'],
  ['bb-hub', 'bb-hub'],
  ['bb-hub-old', 'bb-hub'],
  ['bb-prod', 'bb-hub'],
  ['bb-dev', 'bb-prod', 'dev (333333333333)'],
  ['bb-dev', 'bb-hub', 'dev (333333333333)'],
  ['bb-hub', 'bb-prod', 'hub (444444444444)'],
  ['mine', 'bb-prod'],
  ['bb-dev', 'mine'],
  [undefined, 'bb-prod'],
  ['bb-dev', undefined],
]

test('the account of the stored backend, if it is neither the layer’s nor that of the wanted backend', (t) => {
  const own = { account: 'prod', accountId: '2'.repeat(12), role: 'DevOps' }
  for (const [stored, wanted, found] of rows)
    t.is(foreignBackend(profiles, own, stored, wanted), found, `${stored} → ${wanted}`)
})
