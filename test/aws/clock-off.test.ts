import test from 'ava'
import { obtainIn } from '../rig/credential-source.ts'
import { putToken, tokenOf } from '../rig/token.ts'
import { makeWorld } from '../rig/world.ts'

const hour = 3600_000

for (const [where, clockOffsetMs, isRun] of [
  ['behind AWS by an hour', hour, true],
  ['ahead of AWS by three hours', -3 * hour, false],
] as const) {
  test(`login, credentials, stored credentials and refresh work with a clock ${where}`, async (t) => {
    const world = await makeWorld(t, { clockOffsetMs })
    const cwd = world.layer('apps-prd/us-east-1/network')
    const other = world.layer('shared/us-east-1/network')
    // A run is a new process, so it must read the stored clock difference.
    const get = async (cwd: string, account: string) => {
      if (isRun) {
        t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
        return world.lastStart().env.AWS_ACCESS_KEY_ID
      }
      return (await obtainIn(world, {}, world.account(account))).given?.accessKeyId
    }
    await world.logInByHand()
    const left = Date.parse(tokenOf(world)?.expiresAt ?? '') - Date.now() - clockOffsetMs
    t.true(Math.abs(left - hour) < 60_000, `the token ends on AWS's clock: ${left}`)

    const first = await get(cwd, 'apps-prd')
    const calls = world.emulator.calls.length
    t.is(await get(cwd, 'apps-prd'), first)
    const asked = world.emulator.calls.length - calls
    t.is(asked, 0, 'no more questions: the grant or the credentials and the session are good')

    // This token has expired by AWS's clock, whatever our own clock says.
    putToken(world, { expiresAt: new Date(Date.now() + clockOffsetMs - 60_000).toISOString() })
    t.truthy(await get(other, 'shared'))
    t.is(world.emulator.count('CreateToken:refresh_token'), 1)
    t.is(world.emulator.count('StartDeviceAuthorization'), 1)
    const refused = world.emulator.calls.filter(({ status }) => status === 401)
    t.deepEqual(refused, [], 'that was known beforehand')
  })
}

test('the expiry that the credential process prints is a time by the local clock', async (t) => {
  const world = await makeWorld(t, { clockOffsetMs: hour, roleCredentialSeconds: 7200 })
  await world.logIn()
  const args = ['222222222222', 'DevOpsPrd', 'bb', 'https://example.awsapps.com/start', 'us-east-1']
  const { stdout } = await world.run(`${world.prefix}/libexec/credentials`, args)
  const left = Date.parse(JSON.parse(stdout).Expiration) - Date.now()
  t.true(left > 110 * 60_000 && left <= 120 * 60_000, `${left} ms`)
})

test('another time zone changes only the times that people read', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  const env = { TZ: 'Asia/Kathmandu' }
  const login = await world.inTerminal('tfsso login', { env })
  t.is(login.exitCode, 0)
  const end = new Date(tokenOf(world)?.expiresAt ?? '')
  t.true(Math.abs(end.getTime() - Date.now() - hour) < 60_000)
  for (const zone of [env, { TZ: 'America/Lima' }, {}])
    t.is((await world.terraform(['plan'], { cwd, env: zone })).exitCode, 0)
  t.is(world.emulator.count('GetRoleCredentials'), 1)
  const time = end.toLocaleTimeString('en-GB', {
    timeZone: env.TZ,
    hour: '2-digit',
    minute: '2-digit',
  })
  t.true(login.screen.includes(time), `${login.screen} (${time})`)
})
