import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { nodeMs } from '../rig/limits.ts'
import { recordingBrowser, secretsShown, tokenFile, tokenOf } from '../rig/token.ts'
import { until } from '../rig/until.ts'
import { makeWorld, type World } from '../rig/world.ts'

const layerOf = (world: World) => world.layer('apps-prd/us-east-1/network')
const urlOf = (screen: string) =>
  /http:\/\/127\.0\.0\.1:\d+\/device\?user_code=[A-Z-]+/.exec(screen)?.[0]

test('a first run shows the URL, the code and a waiting line, opens the browser, and then starts terraform', async (t) => {
  const world = await makeWorld(t, { approval: 'page' })
  const browser = recordingBrowser()
  const env = { BROWSER: browser.command }
  const run = world.terminal('terraform plan -out=x', { cwd: layerOf(world), env })
  await run.shows(/Waiting for you to allow the login there \(10 min left, Ctrl-C to stop\)/)
  const url = urlOf(run.screen)
  t.truthy(url)
  t.regex(run.screen, /logging in to AWS as session "bb" at https:\/\/example\.awsapps\.com\/start/)
  t.true(run.screen.includes(`shows the code: \x1b[1m${url?.split('=')[1]}\x1b[22m`))
  await until(() => browser.opened().length > 0)
  t.deepEqual(browser.opened(), [url])
  t.is((await fetch(url ?? '')).status, 200, 'the page with the code filled in')
  t.deepEqual(world.starts(), [])
  world.emulator.approve()
  const allowed = performance.now()
  t.is((await run.exited).exitCode, 0, run.screen)
  t.true(performance.now() - allowed < 200 * nodeMs, 'the run does not wait for the browser’s end')
  t.deepEqual(world.lastStart().args, ['plan', '-out=x'])
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
  t.regex(run.screen, /\r\x1b\[Ktfsso: logged in at .* \(60 min\), renewed automatically .*\.\r\n$/)
  t.deepEqual(secretsShown(world, run.screen), [])
})

test('a token has the form that other tools use, and the name of the person’s own sso-session', async (t) => {
  const world = await makeWorld(t)
  fs.mkdirSync(path.join(world.home, '.aws'))
  fs.writeFileSync(
    path.join(world.home, '.aws/config'),
    '[sso-session mine]\nsso_start_url = https://example.awsapps.com/start/\nsso_region = us-east-1\n',
  )
  await world.logInByHand()
  t.is(tokenOf(world), undefined)
  const token = tokenOf(world, 'mine')
  t.is(token?.startUrl, 'https://example.awsapps.com/start/')
  t.is(token?.region, 'us-east-1')
  t.deepEqual(Object.keys(token ?? {}).sort(), [
    'accessToken',
    'clientId',
    'clientSecret',
    'expiresAt',
    'refreshToken',
    'region',
    'registrationExpiresAt',
    'startUrl',
  ])
  for (const date of [token?.expiresAt, token?.registrationExpiresAt])
    t.regex(date ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  t.is(fs.statSync(tokenFile(world, 'mine')).mode & 0o777, 0o600)
})

test('over SSH, the URL is shown but no browser is opened', async (t) => {
  const world = await makeWorld(t)
  const env = { SSH_CONNECTION: '1 2 3 4', BROWSER: undefined, DISPLAY: ':0' }
  const { exitCode, screen } = await world.inTerminal('terraform plan', {
    cwd: layerOf(world),
    env,
  })
  t.is(exitCode, 0, screen)
  t.notRegex(screen, /Opening in your browser/)
  t.regex(screen, /Open in a browser: http/)
})

test('in the last two minutes, the waiting line counts seconds', async (t) => {
  const world = await makeWorld(t, { approval: 'page', deviceCodeSeconds: 100 })
  const run = world.terminal('terraform plan', { cwd: layerOf(world) })
  await run.shows(/Waiting for you to allow the login there \(\d\d s left, Ctrl-C to stop\)/)
  world.emulator.approve()
  t.is((await run.exited).exitCode, 0, run.screen)
})

test('Ctrl-C ends a run that waits for the login at once, and the next run works', async (t) => {
  const world = await makeWorld(t, { approval: 'page' })
  const cwd = layerOf(world)
  const run = world.terminal('terraform plan; echo "code $?"', { cwd })
  await run.shows(/Waiting for you/)
  const stopped = performance.now()
  run.write('\x03')
  await run.exited
  t.true(performance.now() - stopped < 60 * nodeMs)
  t.deepEqual(world.starts(), [])

  const direct = world.terminal('exec terraform plan', { cwd })
  await direct.shows(/Waiting for you/)
  direct.write('\x03')
  const { exitCode, signal } = await direct.exited
  t.true(exitCode === 130 || signal === 2, `${exitCode} ${signal}`)
  t.deepEqual(world.starts(), [])

  world.emulator.settings.approval = 'automatic'
  t.is((await world.inTerminal('terraform plan', { cwd })).exitCode, 0)
  t.is(world.starts().length, 1)
})

test('a run waits for the login in another terminal, names the process, and then uses the session', async (t) => {
  const world = await makeWorld(t, { approval: 'page' })
  const cwd = layerOf(world)
  const first = world.terminal('terraform plan', { cwd })
  await first.shows(/Waiting for you/)
  const second = world.terminal('terraform plan', { cwd })
  await second.shows(/tfsso: waiting for the login at https:\/\/example.* \(process \d+\) …/)
  world.emulator.approve()
  t.is((await first.exited).exitCode, 0)
  t.is((await second.exited).exitCode, 0)
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
})

test('a run fails if the login that it waits for is cancelled in another terminal', async (t) => {
  const world = await makeWorld(t, { approval: 'page' })
  const cwd = layerOf(world)
  const first = world.terminal('terraform plan', { cwd })
  await first.shows(/Waiting for you/)
  const second = world.terminal('terraform plan', { cwd })
  await second.shows(/waiting for the login/)
  first.write('\x03')
  t.is((await second.exited).exitCode, 77)
  t.regex(second.screen, /The login at \S+ was cancelled \(process \d+\)/)
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
})

test('if a login is killed, a run that waited for it logs in itself', async (t) => {
  const world = await makeWorld(t, { approval: 'page' })
  const cwd = layerOf(world)
  const first = world.terminal('terraform plan', { cwd })
  await first.shows(/Waiting for you/)
  const second = world.terminal('terraform plan', { cwd })
  const [, pid] = await second
    .shows(/waiting for the login/)
    .then(() => /process (\d+)/.exec(second.screen) ?? [])
  process.kill(Number(pid), 'SIGKILL')
  await second.shows(/Waiting for you/)
  world.emulator.approve()
  t.is((await second.exited).exitCode, 0)
})

for (const [what, change, code, message] of [
  ['denied', { approval: 'deny' }, 77, /The login at \S+ was denied/],
  ['not answered', { approval: 'page', deviceCodeSeconds: 2 }, 77, /was not answered in time/],
  [
    'at a start URL that AWS does not know',
    { startUrl: 'https://other.awsapps.com/start' },
    78,
    /does not know the start URL https:\/\/example/,
  ],
] as const) {
  test(`a login that is ${what} fails the run with a message`, async (t) => {
    const world = await makeWorld(t, change)
    const { exitCode, screen } = await world.inTerminal('terraform plan', { cwd: layerOf(world) })
    t.is(exitCode, code)
    t.regex(screen, message)
    t.deepEqual(world.starts(), [])
    t.is(tokenOf(world), undefined)
  })
}

test('a short network failure does not end a login', async (t) => {
  const world = await makeWorld(t)
  world.emulator.fault({ operation: 'CreateToken', times: 5, reset: true })
  world.emulator.fault({ operation: 'CreateToken', times: 4, status: 503 })
  const { exitCode, screen } = await world.inTerminal('terraform plan', { cwd: layerOf(world) })
  t.is(exitCode, 0, screen)
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
})
