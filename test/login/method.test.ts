import test from 'ava'
import { chooseMethod, isContainer, loginSetting } from '../../lib/login/method.ts'
import { Problem } from '../../lib/text/problem.ts'
import { followingBrowser } from '../rig/browser.ts'
import { makeWorld } from '../rig/world.ts'

const display = { DISPLAY: ':0' }
const here = { browser: true, device: false, container: false }

for (const [what, env, request, method] of [
  ['a display', display, {}, 'pkce'],
  ['BROWSER', { BROWSER: 'w3m' }, {}, 'pkce'],
  ['SSH', { ...display, SSH_CONNECTION: '1 2 3 4' }, {}, 'device'],
  ['SSH with BROWSER', { BROWSER: 'w3m', SSH_TTY: '/dev/pts/1' }, {}, 'device'],
  ['a container', { BROWSER: 'w3m' }, { container: true }, 'device'],
  ['--no-browser', display, { browser: false }, 'device'],
  ['--device', display, { device: true }, 'device'],
  ['TFSSO_LOGIN=device', { ...display, TFSSO_LOGIN: 'device' }, {}, 'device'],
  ['TFSSO_LOGIN empty', { ...display, TFSSO_LOGIN: '' }, {}, 'pkce'],
  ['TFSSO_LOGIN=pkce over SSH', { SSH_TTY: '/dev/pts/1', TFSSO_LOGIN: 'pkce' }, {}, 'pkce'],
  ['TFSSO_LOGIN=pkce in a container', { TFSSO_LOGIN: 'pkce' }, { container: true }, 'pkce'],
  ['TFSSO_LOGIN=pkce --no-browser', { TFSSO_LOGIN: 'pkce' }, { browser: false }, 'pkce'],
  ['TFSSO_LOGIN=pkce --device', { TFSSO_LOGIN: 'pkce' }, { device: true }, 'device'],
] as const) {
  test(`the login method with ${what} is ${method}`, (t) => {
    t.is(chooseMethod({ ...here, env, ...request }), method)
  })
}

if (process.platform === 'linux') {
  test('the login method without a display is device', (t) => {
    t.is(chooseMethod({ ...here, env: {} }), 'device')
  })
}

for (const setting of ['PKCE', 'always', ' device', '0']) {
  test(`TFSSO_LOGIN='${setting}' is invalid`, (t) => {
    const read = () => loginSetting({ TFSSO_LOGIN: setting })
    t.like(t.throws(read, { instanceOf: Problem }), { code: 78 })
  })
}

for (const name of ['container', 'REMOTE_CONTAINERS', 'CODESPACES']) {
  test(`${name} marks a container`, (t) => {
    t.true(isContainer({ [name]: 'true' }))
  })
}

for (const [what, args, change, method] of [
  ['nothing said', [], {}, isContainer({}) ? 'device' : 'pkce'],
  ['--no-browser', ['--no-browser'], {}, 'device'],
  ['--device', ['--device'], { TFSSO_LOGIN: 'pkce' }, 'device'],
  ['TFSSO_LOGIN=pkce in a container', [], { TFSSO_LOGIN: 'pkce', container: 'podman' }, 'pkce'],
] as const) {
  test(`tfsso login with ${what} uses the method ${method}`, async (t) => {
    const world = await makeWorld(t)
    const env = { TFSSO_LOGIN: undefined, BROWSER: followingBrowser().command, ...change }
    const line = ['tfsso', 'login', ...args].join(' ')
    const { exitCode, screen } = await world.inTerminal(line, { env })
    t.is(exitCode, 0, screen)
    t.is(world.emulator.count('StartDeviceAuthorization'), method === 'device' ? 1 : 0)
    t.is(world.emulator.count('CreateToken:authorization_code'), method === 'pkce' ? 1 : 0)
  })
}

for (const [setting, code, message, lines] of [
  [
    'never',
    77,
    /tfsso can't ask you to log in: TFSSO_LOGIN is never/,
    ['terraform plan', 'tfsso login'],
  ],
  ['browser', 78, /TFSSO_LOGIN is browser, but must be pkce, device, never/, ['terraform plan']],
] as const) {
  test(`with TFSSO_LOGIN=${setting} a run exits with ${code} at once, and terraform is not started`, async (t) => {
    const world = await makeWorld(t)
    const cwd = world.layer('apps-prd/us-east-1/network')
    const env = { TFSSO_LOGIN: setting }
    for (const line of lines) {
      const { exitCode, screen } = await world.inTerminal(line, { cwd, env })
      t.is(exitCode, code, screen)
      t.regex(screen, message)
    }
    t.deepEqual(world.emulator.counts(), {})
    t.deepEqual(world.starts(), [])
  })
}

test('TFSSO_LOGIN=never uses an existing session', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const cwd = world.layer('apps-prd/us-east-1/network')
  const { exitCode, stderr } = await world.terraform(['plan'], {
    cwd,
    env: { TFSSO_LOGIN: 'never' },
  })
  t.is(exitCode, 0, stderr)
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
})
