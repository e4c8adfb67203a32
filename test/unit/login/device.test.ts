import path from 'node:path'
import test from 'ava'
import { startEmulator } from '../../../emulator/server.ts'
import { Aws } from '../../../lib/aws/clients.ts'
import { AwsClock } from '../../../lib/aws/clock.ts'
import { intervalAfter, logInByDevice, secondsOf } from '../../../lib/login/device.ts'
import { describeSession } from '../../../lib/session/session.ts'
import { Problem } from '../../../lib/text/problem.ts'
import { temporary } from '../../rig/install.ts'
import { startUrl } from '../../rig/project.ts'

/** Each row: AWS's answer, the last interval (ms) → the next interval; undefined: no further request. */
const rows: [string, number, number | undefined][] = [
  ['AuthorizationPendingException', 5_000, 5_000],
  ['SlowDownException', 5_000, 10_000],
  ['SlowDownException', 10_000, 15_000],
  ['AuthorizationPendingException', 15_000, 15_000],
  ['AccessDeniedException', 5_000, undefined],
  ['ExpiredTokenException', 5_000, undefined],
]

for (const [answer, before, after] of rows)
  test(`after an interval of ${before} ms and the answer ${answer}, the next interval is: ${after ?? 'no further request'}`, (t) =>
    t.is(intervalAfter(answer, before), after))

test('without a valid interval in AWS’s answer, tfsso waits the usual 5 s between two requests', (t) => {
  for (const given of [0, -1, undefined, null, '1', Number.NaN, 86_401])
    t.is(secondsOf(given, 5), 5)
  for (const given of [0.01, 1, 10, 86_400]) t.is(secondsOf(given, 5), given)
})

test('a login by device authorization sends people to an http endpoint only if its own environment names it', async (t) => {
  const emulator = await startEmulator({
    startUrl,
    accounts: [],
    approval: 'automatic',
    pollInterval: 0.01,
  })
  t.teardown(() => emulator.close())
  const directory = temporary('tfsso-device-')
  const session = describeSession('bb', startUrl, 'us-east-1', {
    tokenCache: path.join(directory, 'cache'),
  })
  const clock = new AwsClock(directory)
  const env = emulator.env()
  const aws = new Aws('us-east-1', clock, { env })
  const token = await logInByDevice(aws, clock, session, { env, invite: () => {} })
  t.truthy(token.accessToken)
  const refused = logInByDevice(aws, clock, session, { env: {}, invite: () => t.fail() })
  t.is((await t.throwsAsync(refused, { instanceOf: Problem })).code, 77)
})
