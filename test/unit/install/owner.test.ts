import test from 'ava'
import { foreignOwner } from '../../../lib/install/installed.ts'

const rows: [owners: number[], self: number, foreign: number | undefined][] = [
  [[1000, 1000], 1000, undefined],
  [[0, 0], 1000, undefined],
  [[1001, 1001], 1000, 1001],
  // another user's link to a directory of this user
  [[1001, 1000], 1000, 1001],
  [[1000, 1000], 0, 1000],
]

for (const [owners, self, foreign] of rows) {
  test(`which owner makes a prefix of ${owners} unusable for the user ${self}`, (t) => {
    t.is(foreignOwner(owners, self), foreign)
  })
}
