import test from 'ava'
import { putToken, recordingBrowser } from '../rig/token.ts'
import { until } from '../rig/until.ts'
import { makeWorld, type World } from '../rig/world.ts'

const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0

function refused(t: import('ava').ExecutionContext, world: World, exitCode: unknown, text: string) {
  t.is(exitCode, 77)
  t.regex(text, /no valid AWS SSO session at https:\/\/example\.awsapps\.com\/start/)
  t.regex(text, /`tfsso login`/)
  t.deepEqual(world.emulator.counts(), {}, 'AWS is not asked')
  t.deepEqual(world.starts(), [])
}

test('without a terminal a run fails at once and names the command to run', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  putToken(world, {})
  const browser = recordingBrowser()
  const took: number[] = []
  const node: number[] = []
  for (let run = 0; run < 3; run++) {
    node.push((await world.run(process.execPath, ['-e', '0'])).took)
    const outcome = await world.terraform(['plan'], { cwd, env: { BROWSER: browser.command } })
    refused(t, world, outcome.exitCode, outcome.stderr)
    t.regex(outcome.stderr, /neither stdin nor stderr is a terminal/)
    t.is(outcome.stdout, '')
    took.push(outcome.took)
  }
  t.deepEqual(browser.opened(), [])
  t.true(median(took) <= 10 * median(node), `${median(took)} ms, node: ${median(node)} ms`)
})

// test/unit/login/person.test.ts tests all variables that mean that nobody is there.
test('with TF_INPUT=false nobody is asked to log in, not even in a terminal', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  const browser = recordingBrowser()
  const env = { TF_INPUT: 'false', BROWSER: browser.command }
  const { exitCode, screen } = await world.inTerminal('terraform plan', { cwd, env })
  refused(t, world, exitCode, screen)
  t.true(screen.includes('TF_INPUT'))
  t.deepEqual(browser.opened(), [])
})

test('a person is asked if only stderr is a terminal', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  const { exitCode, screen } = await world.inTerminal('terraform plan </dev/null | cat', { cwd })
  t.is(exitCode, 0, screen)
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
})

test('a person is asked on stderr if only stdin is a terminal', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  const line = "terraform plan 2>'../stderr'; code=$?; cat ../stderr; exit $code"
  const { exitCode, screen } = await world.inTerminal(line, { cwd })
  t.is(exitCode, 0, screen)
  t.regex(screen, /\/device\?user_code=[A-Z-]+\s+Check that the page shows the code: [A-Z-]+/)
  t.false(screen.includes('\x1b'), 'what goes to a file is plain text')
})

test('a command that never logs in runs without credentials', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  const { exitCode, screen } = await world.inTerminal('terraform validate', { cwd })
  t.is(exitCode, 0, screen)
  t.is(screen, '')
  t.is(world.lastStart().env.AWS_ACCESS_KEY_ID, undefined)
  t.deepEqual(world.emulator.counts(), {})
})

test('a run that only has to refresh the token needs no person', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  await world.logIn()
  putToken(world, { expiresAt: '2020-01-01T00:00:00Z' })
  const { exitCode, stderr } = await world.terraform(['plan'], { cwd, env: { CI: 'true' } })
  t.is(exitCode, 0)
  t.is(stderr, '')
  t.is(world.emulator.count('CreateToken:refresh_token'), 1)
})

test('a run with a person logs in, even if it had to wait for a run that can’t ask anybody', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  await world.logIn()
  putToken(world, { expiresAt: '2020-01-01T00:00:00Z' })
  world.emulator.revokeSessions()
  // The run without a person gets the lock first. AWS refuses its refresh slowly, so the other run must wait.
  world.emulator.fault({
    operation: 'CreateToken:refresh_token',
    delayMs: 4_000,
    status: 400,
    body: '{"error":"invalid_grant","error_description":"over"}',
    headers: { 'x-amzn-errortype': 'InvalidGrantException' },
  })
  const alone = world.terraform(['plan'], { cwd })
  await until(() => world.emulator.count('CreateToken:refresh_token') > 0)
  const { exitCode, screen } = await world.inTerminal('terraform plan', { cwd })
  t.is(exitCode, 0, screen)
  t.is((await alone).exitCode, 77)
})
