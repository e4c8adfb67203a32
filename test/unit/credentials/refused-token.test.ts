import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { RefusedToken } from '../../../lib/credentials/refused-token.ts'
import { findPlaces } from '../../../lib/files/user-paths.ts'
import { pidSpace } from '../../../lib/process/identity.ts'
import { steadyMs } from '../../../lib/process/steady-clock.ts'
import { temporary } from '../../rig/install.ts'

const token = {
  startUrl: 'https://d-1.awsapps.com/start',
  region: 'us-east-1',
  accessToken: 'a',
  expiresAt: '',
}

test('a refused token is recorded for a minute, as a hash', (t) => {
  const places = findPlaces({ HOME: temporary('tfsso-home-') })
  const refused = new RefusedToken(places)
  t.false(refused.is(token))
  refused.remember(token)
  t.true(new RefusedToken(places).is(token))
  t.false(refused.is({ ...token, accessToken: 'b' }))
  const file = path.join(places.cache, 'refused-token')
  const text = fs.readFileSync(file, 'utf8')
  const [hash = ''] = text.split('|')
  for (const [space, ageMs, expected] of [
    [pidSpace(), 59_000, true],
    [pidSpace(), 61_000, false],
    [pidSpace(), -1_000, false],
    ['another machine', 0, false],
  ] as const) {
    fs.writeFileSync(file, `${hash}|${space}|${steadyMs() - ageMs}\n`)
    t.is(refused.is(token), expected, `${space} ${ageMs}`)
  }
})
