import test from 'ava'
import { shiftedClock } from '../rig/shifted-clock.ts'
import { putToken, tokenOf } from '../rig/token.ts'
import { makeWorld } from '../rig/world.ts'
import { long, report } from './figures.ts'
import { forget } from './kept-files.ts'

const minute = 60_000
const hour = 60 * minute

interface Machine {
  title: string
  /** how far the wall clock is ahead of AWS's clock */
  wallMs: number
  /** how far the disk's clock is ahead of AWS's clock */
  diskMs: number
}

const machines: Machine[] = [
  { title: 'right', wallMs: 0, diskMs: 0 },
  { title: 'an hour fast', wallMs: hour, diskMs: hour },
  { title: 'an hour slow', wallMs: -hour, diskMs: -hour },
  { title: 'an hour fast, with a correct disk clock', wallMs: hour, diskMs: 0 },
  { title: 'an hour slow, with a correct disk clock', wallMs: -hour, diskMs: 0 },
]

/** `at`: AWS's time in the test, by default the present time */
const places: { zone: string; at?: string }[] = [
  { zone: 'UTC' },
  { zone: 'Asia/Kathmandu' },
  { zone: 'America/New_York' },
  // Summer time begins or ends half an hour after these times. A token with an hour left is then still valid.
  { zone: 'America/New_York', at: '2026-03-08T06:30:00Z' },
  { zone: 'America/New_York', at: '2026-11-01T05:30:00Z' },
]

/** `leftMs`: how long AWS still accepts the token */
const decisions: {
  title: string
  leftMs: number
  renewable: boolean
  exitCode: number
  refreshed: number
}[] = [
  { title: 'an hour left', leftMs: hour, renewable: true, exitCode: 0, refreshed: 0 },
  { title: 'six minutes left', leftMs: 6 * minute, renewable: true, exitCode: 0, refreshed: 0 },
  { title: 'four minutes left', leftMs: 4 * minute, renewable: true, exitCode: 0, refreshed: 1 },
  {
    title: 'four minutes left, not renewable',
    leftMs: 4 * minute,
    renewable: false,
    exitCode: 0,
    refreshed: 0,
  },
  { title: 'expired', leftMs: -minute, renewable: true, exitCode: 0, refreshed: 1 },
  {
    title: 'expired, not renewable',
    leftMs: -minute,
    renewable: false,
    exitCode: 77,
    refreshed: 0,
  },
]

let decided = 0

for (const [number, machine] of machines.entries()) {
  // The short form tries two of the machines, each with one of the `places`.
  const chosen = places.filter((_, at) => long || (at === number && [2, 3].includes(at)))
  for (const { zone, at } of chosen) {
    const where = `${machine.title}, ${zone}${at ? ` at ${at}` : ''}`
    test.serial(`tfsso decides correctly about tokens if the clock is ${where}`, async (t) => {
      // How far AWS's clock is ahead of this process's clock. The test's disk has this process's clock.
      const awsMs = (at ? Date.parse(at) - Date.now() : 0) - machine.diskMs
      const world = await makeWorld(t, { clockOffsetMs: awsMs, pollInterval: 0.01 })
      const cwd = world.layer('apps-prd/us-east-1/network')
      const env = { TZ: zone, ...shiftedClock(awsMs + machine.wallMs) }
      const login = await world.inTerminal('tfsso login', { env })
      t.is(login.exitCode, 0, login.screen)
      const awsNow = () => Date.now() + awsMs
      let refreshToken = tokenOf(world)?.refreshToken ?? ''
      const left = Date.parse(tokenOf(world)?.expiresAt ?? '') - awsNow()
      t.true(Math.abs(left - hour) < minute, `the token ends on AWS's clock: ${left}`)

      for (const { title, leftMs, renewable, exitCode, refreshed } of decisions) {
        forget(world, /credentials\/|\.full$/)
        // Each refresh token works only once, so use the newest.
        refreshToken = tokenOf(world)?.refreshToken || refreshToken
        const expiresAt = new Date(awsNow() + leftMs).toISOString()
        putToken(world, { expiresAt, refreshToken: renewable ? refreshToken : '' })
        const before = world.emulator.counts()
        const since = (operation: string) =>
          world.emulator.count(operation) - (before[operation] ?? 0)
        const run = await world.terraform(['plan'], { cwd, env })
        t.is(run.exitCode, exitCode, `${title}: ${run.stderr}`)
        t.is(since('CreateToken'), refreshed, title)
        t.is(since('GetRoleCredentials'), exitCode === 0 ? 1 : 0, title)
        if (exitCode === 0) {
          t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
          const key = world.lastStart().env.AWS_ACCESS_KEY_ID
          const calls = world.emulator.calls.length
          t.is((await world.terraform(['plan'], { cwd, env })).exitCode, 0)
          t.is(world.emulator.calls.length, calls, `${title}: the grant is good`)
          t.is(world.lastStart().env.AWS_ACCESS_KEY_ID, key)
        }
        decided++
      }
      const refused = world.emulator.calls.filter(({ status }) => status >= 400)
      t.deepEqual(refused, [], 'all was known beforehand')
    })
  }
}

test.after('report the figures', () => {
  report({
    attack: `The clock is wrong, in another zone or changes to summer time, with a token in ${decisions.length} states`,
    tries: decided,
    outcome: 'the same decisions as with a correct clock; AWS refused no request',
  })
})
