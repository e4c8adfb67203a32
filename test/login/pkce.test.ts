import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { authorizeUrlOn, followingBrowser } from '../rig/browser.ts'
import { temporary } from '../rig/install.ts'
import { nodeMs } from '../rig/limits.ts'
import { longAgo, putToken, secretsShown, tokenOf } from '../rig/token.ts'
import { makeWorld, type World } from '../rig/world.ts'

const layerOf = (world: World) => world.layer('apps-prd/us-east-1/network')

test('a first run logs in by PKCE, and the page names the project and the portal', async (t) => {
  const world = await makeWorld(t)
  const browser = followingBrowser()
  const env = { TFSSO_LOGIN: 'pkce', BROWSER: browser.command }
  const run = world.terminal('terraform plan -out=x', { cwd: layerOf(world), env })
  t.is((await run.exited).exitCode, 0, run.screen)
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
  t.regex(run.screen, /logging in to AWS as session "bb" at https:\/\/example\.awsapps\.com\/start/)
  t.regex(run.screen, /Waiting for you to allow the login there \(10 min left, Ctrl-C to stop\)/)
  const { url, query, redirectUri, state } = authorizeUrlOn(run.screen)
  t.regex(run.screen, /Opening in your browser:\s+http/)
  t.regex(run.screen, /\r\x1b\[Ktfsso: logged in at .* \(60 min\), renewed automatically .*\.\r\n$/)

  t.true(url.startsWith(`${world.emulator.url}/authorize?`))
  t.deepEqual(Object.keys(query).sort(), [
    'client_id',
    'code_challenge',
    'code_challenge_method',
    'redirect_uri',
    'response_type',
    'scopes',
    'state',
  ])
  t.like(query, {
    response_type: 'code',
    code_challenge_method: 'S256',
    scopes: 'sso:account:access',
  })
  t.regex(query.code_challenge ?? '', /^[\w-]{43}$/)
  t.regex(redirectUri, /^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/)
  t.regex(state, /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)

  const ending = await browser.ended()
  t.is(ending?.status, 200)
  t.true(ending?.url.startsWith(`${redirectUri}?code=`))
  t.regex(ending?.body ?? '', /<h1>You are logged in<\/h1>/)
  t.true(ending?.body.includes('<dd>bb</dd>'))
  t.true(ending?.body.includes('<dd>https://example.awsapps.com/start</dd>'))
  t.deepEqual(secretsShown(world, run.screen + ending?.body), [])
  const { GetRoleCredentials: _, ...counts } = world.emulator.counts()
  t.deepEqual(counts, {
    RegisterClient: 1,
    Authorize: 1,
    CreateToken: 1,
    'CreateToken:authorization_code': 1,
  })
})

test('a token from a login by PKCE has the keys that other tools expect, and is refreshed silently', async (t) => {
  const world = await makeWorld(t)
  const env = { TFSSO_LOGIN: 'pkce', BROWSER: followingBrowser().command }
  t.is((await world.inTerminal('tfsso login', { env })).exitCode, 0)
  t.deepEqual(Object.keys(tokenOf(world) ?? {}).sort(), [
    'accessToken',
    'clientId',
    'clientSecret',
    'expiresAt',
    'refreshToken',
    'region',
    'registrationExpiresAt',
    'startUrl',
  ])
  putToken(world, { expiresAt: longAgo })
  const { exitCode, stderr } = await world.terraform(['plan'], { cwd: layerOf(world) })
  t.is(exitCode, 0, stderr)
  t.is(world.emulator.count('CreateToken:refresh_token'), 1)
})

test('BROWSER can have arguments, and the URL replaces %s', async (t) => {
  const world = await makeWorld(t)
  const browser = followingBrowser()
  const given = path.join(path.dirname(browser.command), 'given')
  const wrapper = path.join(path.dirname(browser.command), 'wrapper')
  const text = `#!/bin/sh\nprintf '%s\\n' "$@" >'${given}'\nexec '${browser.command}' "$3"\n`
  fs.writeFileSync(wrapper, text, { mode: 0o755 })
  const env = { TFSSO_LOGIN: 'pkce', BROWSER: `${wrapper} -P work %s --end` }
  const { exitCode, screen } = await world.inTerminal('tfsso login', { env })
  t.is(exitCode, 0, screen)
  const { url } = authorizeUrlOn(screen)
  t.deepEqual(fs.readFileSync(given, 'utf8').trim().split('\n'), ['-P', 'work', url, '--end'])
})

test('five runs at once share one login', async (t) => {
  const world = await makeWorld(t)
  const browser = followingBrowser()
  const env = { TFSSO_LOGIN: 'pkce', BROWSER: browser.command }
  const exits = temporary('tfsso-exits-')
  const line = `for i in 1 2 3 4 5; do (terraform plan; echo $? >'${exits}'/$i) & done; wait`
  const { screen } = await world.inTerminal(line, { cwd: layerOf(world), env })
  const codes = fs.readdirSync(exits).map((name) => +fs.readFileSync(`${exits}/${name}`, 'utf8'))
  t.deepEqual(codes, Array(5).fill(0), screen)
  t.is(world.emulator.count('Authorize'), 1)
  t.truthy(await browser.ended())
  t.is(browser.endings().length, 1)
  t.is(world.emulator.count('StartDeviceAuthorization'), 0)
})

test('if no port can be opened, login shows a code instead', async (t) => {
  const world = await makeWorld(t)
  const directory = temporary('tfsso-no-port-')
  fs.writeFileSync(
    path.join(directory, 'no-port.cjs'),
    `const { Server } = require('node:net')
Server.prototype.listen = function () {
  const error = Object.assign(new Error('no port'), { code: 'EADDRNOTAVAIL' })
  process.nextTick(() => this.emit('error', error))
  return this
}
`,
  )
  const browser = followingBrowser()
  const env = {
    TFSSO_LOGIN: 'pkce',
    BROWSER: browser.command,
    TFSSO_NODE_OPTIONS: `--require=${directory}/no-port.cjs`,
  }
  const { exitCode, screen } = await world.inTerminal('tfsso login', { env })
  t.is(exitCode, 0, screen)
  t.regex(
    screen,
    /no port can be opened on 127\.0\.0\.1 \(EADDRNOTAVAIL\), so you log in with a code/,
  )
  t.regex(screen, /Check that the page shows the code: .{4}[A-Z]{4}-[A-Z]{4}/)
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
  t.is(world.emulator.count('Authorize'), 0)
})

test('Ctrl-C ends the wait at once, restores the terminal and leaves no files', async (t) => {
  const world = await makeWorld(t, { approval: 'page' })
  const env = { TFSSO_LOGIN: 'pkce' }
  const line = 'stty -g; trap : INT; tfsso login; echo "code $?"; stty -g'
  const run = world.terminal(line, { env })
  await run.shows(/Waiting for you/)
  const { redirectUri } = authorizeUrlOn(run.screen)
  t.is((await fetch(redirectUri)).status, 400, 'it listens')
  const stopped = performance.now()
  run.write('\x03')
  await run.exited
  t.true(performance.now() - stopped < 60 * nodeMs)
  t.regex(run.screen, /code 130/)
  const settings = run.screen.match(/^[\da-f]+(:[\da-f]+)+/gm)
  t.is(settings?.length, 2, run.screen)
  t.is(settings?.[0], settings?.[1])
  await t.throwsAsync(fetch(redirectUri))
  t.is(tokenOf(world), undefined)

  const direct = world.terminal('exec tfsso login', { env })
  await direct.shows(/Waiting for you/)
  direct.write('\x03')
  t.is((await direct.exited).exitCode, 130)
})
