import test from 'ava'
import { renewalMarginMs, reportMarginMs } from '../../../lib/credentials/renewal.ts'

const minute = 60_000
const hour = 60 * minute

for (const [lifetime, margin, report] of [
  [12 * hour, 30 * minute, minute],
  [hour, 30 * minute, minute],
  [40 * minute, 20 * minute, minute],
  [15 * minute, 7.5 * minute, minute],
  [10_000, 5_000, 1_000],
  [0, 0, 0],
] as const) {
  test(`credentials that are valid for ${lifetime} ms are renewed ${margin} ms before they expire`, (t) => {
    t.is(renewalMarginMs(lifetime), margin)
    t.is(reportMarginMs(lifetime), report)
  })
}
