import path from 'node:path'
import test from 'ava'
import { nodeMs } from '../../rig/limits.ts'
import { write } from '../../rig/project.ts'
import { longAgo, putToken, recordingBrowser, secretsShown } from '../../rig/token.ts'
import { makeWorld } from '../../rig/world.ts'

test('a second login finds the session of the first; --force logs in again', async (t) => {
  const world = await makeWorld(t)
  const browser = recordingBrowser()
  const first = await world.inTerminal('tfsso login --no-browser', {
    env: { BROWSER: browser.command },
  })
  t.is(first.exitCode, 0, first.screen)
  t.regex(first.screen, /Open in a browser: http\S+user_code=/)
  t.deepEqual(browser.opened(), [], '--no-browser only prints the URL')
  t.regex(first.screen, /tfsso: logged in at https:\/\/example\.awsapps\.com\/start, until /)
  const second = await world.inTerminal('tfsso login')
  t.is(second.exitCode, 0)
  t.regex(second.screen, /^tfsso: already logged in at .*\(60 min\), renewed automatically/)
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
  // Also without a terminal, login prints the address and waits.
  const forced = await world.tfsso(['login', '--force'])
  t.deepEqual([forced.exitCode, forced.stdout], [0, ''], forced.stderr)
  t.regex(forced.stderr, /http\S+user_code=[\s\S]*tfsso: logged in at /)
  t.is(world.emulator.count('StartDeviceAuthorization'), 2)
  for (const text of [first.screen, second.screen, forced.stderr])
    t.deepEqual(secretsShown(world, text), [])
})

test('login refreshes an expired token, so that nobody must log in', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  putToken(world, { expiresAt: longAgo })
  const { exitCode, stdout, stderr } = await world.tfsso(['login'])
  t.is(exitCode, 0)
  t.is(stdout, '')
  t.regex(stderr, /^tfsso: logged in at /)
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
})

test('outside a project, login offers the portals from the AWS config and from earlier logins', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.home
  const nowhere = await world.tfsso(['login'], { cwd })
  t.deepEqual([nowhere.exitCode, nowhere.stdout], [78, ''])
  t.regex(nowhere.stderr, /is in no project[\s\S]*names no portal/)
  const section = (name: string, url: string) =>
    `[sso-session ${name}]\nsso_start_url = ${url}\nsso_region = us-east-1\n`
  const [first, second] = [
    section('corp', 'https://example.awsapps.com/start'),
    section('other', 'https://other.awsapps.com/start'),
  ]
  write(path.join(world.home, '.aws/config'), `${second}${first}`)
  const open = await world.tfsso(['login'], { cwd })
  t.is(open.exitCode, 78)
  t.regex(
    open.stderr,
    /several portals[\s\S]*\n {2}corp \(.*example[\s\S]*tfsso login --portal other/,
  )
  const run = world.terminal('tfsso login', { cwd })
  await run.shows(/2 {2}corp \(.*\[1\] $/s)
  run.write('3\r')
  await run.shows(/Type a number from 1 to 2\.[\s\S]*\[1\] $/)
  run.write('2\r')
  t.is((await run.exited).exitCode, 0, run.screen)
  t.regex(run.screen, /logged in at https:\/\/example\.awsapps\.com/)
  const qr = await world.inTerminal('tfsso login --force --portal corp --qr', { cwd })
  t.is(qr.exitCode, 0)
  t.regex(
    qr.screen,
    /(\x1b\[38;5;231;48;5;16m[ \u2580-\u2588]+\x1b\[0m\s+){10,}Open in a browser: http/,
  )
})

test('several `tfsso login --force` at the same time in one terminal share one login', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const line = 'for i in 1 2 3; do tfsso login --force & done; wait'
  t.is((await world.inTerminal(line)).exitCode, 0)
  t.is(world.emulator.count('StartDeviceAuthorization'), 2)
})

test('login without a terminal prints the address and waits', async (t) => {
  const world = await makeWorld(t)
  const { exitCode, stdout, stderr } = await world.tfsso(['login'])
  t.is(exitCode, 0, stderr)
  t.regex(stderr, /http\S+user_code=[\s\S]*tfsso: logged in at /)
  t.is(stdout, '')
})

test('a stored token that AWS refuses is refreshed', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  putToken(world, { accessToken: 'aoaRefused' })
  const { exitCode, stderr } = await world.tfsso(['login'])
  t.is(exitCode, 0, stderr)
  t.regex(stderr, /^tfsso: logged in at /)
  t.is(world.emulator.count('CreateToken:refresh_token'), 1)
  t.is(world.emulator.count('RegisterClient'), 1, 'no second login')
})

test('if AWS also refuses the refreshed token, the person must log in', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  world.emulator.fault({ operation: 'ListAccounts', times: 2, status: 401, body: '{}' })
  const { exitCode, screen } = await world.inTerminal('tfsso login')
  t.is(exitCode, 0, screen)
  t.regex(screen, /tfsso: logged in at /)
  t.is(world.emulator.count('CreateToken:refresh_token'), 1)
  t.is(world.emulator.count('RegisterClient'), 2)
})

test('login exits with 69 if AWS can’t be asked whether the session is alive', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  world.emulator.fault({ operation: 'ListAccounts', times: 9, status: 503 })
  const { exitCode, stderr } = await world.tfsso(['login'])
  t.is(exitCode, 69, stderr)
  t.regex(stderr, /Could not ask AWS whether the session is valid/)
})

test('if nothing listens at AWS’s address, login soon exits with 69', async (t) => {
  const world = await makeWorld(t)
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }
  const started = performance.now()
  const { exitCode, screen } = await world.inTerminal('tfsso login', { env })
  t.is(exitCode, 69, screen)
  t.regex(screen, /ECONNREFUSED/)
  t.true(performance.now() - started < 250 * nodeMs)
})
