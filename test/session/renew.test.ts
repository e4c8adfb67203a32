import fs from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import type { FaultRule } from '../../emulator/server.ts'
import { fetchHeld } from '../../lib/commands/fetch-held.ts'
import { formatExpiry } from '../../lib/session/token.ts'
import { Problem } from '../../lib/text/problem.ts'
import { contextIn, obtainIn } from '../rig/credential-source.ts'
import { startUrl } from '../rig/project.ts'
import { longAgo, putToken, tokenFile, tokenOf } from '../rig/token.ts'
import { makeWorld, type World, type WorldOptions } from '../rig/world.ts'

const inMinutes = (minutes: number) => formatExpiry(Date.now() + minutes * 60_000)

async function loggedIn(t: ExecutionContext, options: WorldOptions = {}) {
  const world = await makeWorld(t, options)
  const cwd = world.layer('apps-prd/us-east-1/network')
  await world.logIn()
  const before = world.emulator.calls.length
  return {
    world,
    cwd,
    /** each request as `operation status`; CreateToken appears as its grant type */
    operations: () =>
      world.emulator.calls
        .slice(before)
        .map(({ operation, grant, status }) => `${grant ?? operation} ${status}`),
    obtain: () => obtainIn(world),
    alone: () => world.terraform(['plan'], { cwd }),
    run: () => world.inTerminal('terraform plan', { cwd }),
  }
}

/** Makes AWS refuse the access token, although it looks valid on disk. */
function end(world: World, { refresh }: { refresh: boolean }): void {
  if (!refresh) world.emulator.revokeSessions()
  else putToken(world, { accessToken: 'aoaRefused' })
}

test('if AWS refuses a token that is valid on disk (401), the run refreshes it once and continues', async (t) => {
  const { world, alone, operations } = await loggedIn(t)
  end(world, { refresh: true })
  t.is((await alone()).exitCode, 0)
  t.deepEqual(operations(), [
    'GetRoleCredentials 401',
    'refresh_token 200',
    'GetRoleCredentials 200',
  ])
})

test('a token that another tool writes during a refresh stays if it is valid for longer than the refreshed one', async (t) => {
  for (const [minutes, stays] of [
    [600, true],
    [10, false],
  ] as const) {
    const { world, obtain } = await loggedIn(t)
    putToken(world, { expiresAt: longAgo })
    world.emulator.fault({ operation: 'CreateToken:refresh_token', delayMs: 1_000 })
    const run = obtain()
    while (world.emulator.count('CreateToken:refresh_token') === 0) await sleep(10)
    putToken(world, { accessToken: 'aoaOfAnother', expiresAt: inMinutes(minutes) })
    await run
    t.is(tokenOf(world)?.accessToken === 'aoaOfAnother', stays, `${minutes}`)
  }
})

test('after a 401 without a refresh token, the run logs in once and continues', async (t) => {
  const { world, run, operations } = await loggedIn(t, { refreshTokens: false })
  end(world, { refresh: false })
  const { exitCode, screen } = await run()
  t.is(exitCode, 0, screen)
  t.deepEqual(operations(), [
    'GetRoleCredentials 401',
    'RegisterClient 200',
    'StartDeviceAuthorization 200',
    'device_code 200',
    'GetRoleCredentials 200',
  ])
})

test('after a 401 and a refused refresh, a run in a terminal logs in', async (t) => {
  const { world, run, operations } = await loggedIn(t)
  world.emulator.revokeSessions()
  t.is((await run()).exitCode, 0)
  t.deepEqual(operations().slice(0, 3), [
    'GetRoleCredentials 401',
    'refresh_token 400',
    'RegisterClient 200',
  ])
  t.is(operations().at(-1), 'GetRoleCredentials 200')
})

test('after a 401 and a refused refresh, a run without a terminal exits with 77', async (t) => {
  const { world, obtain, operations } = await loggedIn(t)
  world.emulator.revokeSessions()
  const { code, said } = await obtain()
  t.is(code, 77)
  t.regex(said, /`tfsso login`/)
  t.deepEqual(operations(), ['GetRoleCredentials 401', 'refresh_token 400'])
})

test('if the portal refuses every token, a run and a list of the person’s roles refresh only once', async (t) => {
  const { world, obtain, operations } = await loggedIn(t)
  world.emulator.fault({ operation: 'GetRoleCredentials', times: 100, status: 401, body: '{}' })
  const { code, said } = await obtain()
  t.is(code, 77)
  t.regex(said, /AWS refuses the session .* though it was just renewed/)
  t.deepEqual(operations(), [
    'GetRoleCredentials 401',
    'refresh_token 200',
    'GetRoleCredentials 401',
  ])
  world.emulator.fault({ operation: 'ListAccounts', times: 100, status: 401, body: '{}' })
  await t.throwsAsync(fetchHeld(contextIn(world), 'this is a test'), {
    instanceOf: Problem,
    message: /AWS refuses the session .* though it was just renewed/,
  })
  t.deepEqual(operations().slice(3), ['ListAccounts 401', 'refresh_token 200', 'ListAccounts 401'])
})

test('if AWS refuses the refreshed token, too, a run in a terminal logs in once and continues', async (t) => {
  const { world, run, operations } = await loggedIn(t)
  world.emulator.fault({ operation: 'GetRoleCredentials', times: 2, status: 401, body: '{}' })
  const { exitCode, screen } = await run()
  t.is(exitCode, 0, screen)
  t.deepEqual(operations(), [
    'GetRoleCredentials 401',
    'refresh_token 200',
    'GetRoleCredentials 401',
    'RegisterClient 200',
    'StartDeviceAuthorization 200',
    'device_code 200',
    'GetRoleCredentials 200',
  ])
})

const minutesLeft = 3
const failing: FaultRule = { operation: 'CreateToken', times: 100, status: 500 }
const unfit: FaultRule = {
  operation: 'CreateToken:refresh_token',
  status: 400,
  body: '{"error":"invalid_request","error_description":"no"}',
  headers: { 'x-amzn-errortype': 'InvalidRequestException' },
}

for (const [what, expiresAt, fault, code, grants] of [
  ['that is valid for long is not refreshed', inMinutes(50), undefined, 0, []],
  ['near its expiry is refreshed', inMinutes(minutesLeft), undefined, 0, ['refresh_token 200']],
  ['that has expired is refreshed', longAgo, undefined, 0, ['refresh_token 200']],
  ['near its expiry is used if AWS fails', inMinutes(minutesLeft), failing, 0, undefined],
  [
    'near its expiry is used if AWS refuses to refresh it',
    inMinutes(minutesLeft),
    unfit,
    0,
    ['refresh_token 400'],
  ],
  ['that has expired is not used if AWS fails', longAgo, failing, 69, undefined],
  [
    'that has expired is not used if AWS refuses to refresh it',
    longAgo,
    unfit,
    77,
    ['refresh_token 400'],
  ],
] as const) {
  test(`a token ${what}`, async (t) => {
    const { world, obtain, operations } = await loggedIn(t)
    putToken(world, { expiresAt })
    if (fault) world.emulator.fault(fault)
    const got = await obtain()
    t.is(got.code, code, got.said)
    const tokens = operations().filter((operation) => operation.startsWith('refresh'))
    if (grants) t.deepEqual(tokens, [...grants])
    else t.true(tokens.length > 0 && tokens.length <= 4)
  })
}

test('a token near its expiry that can’t be refreshed is used until it expires', async (t) => {
  const { world, obtain, operations } = await loggedIn(t, { refreshTokens: false })
  putToken(world, { expiresAt: inMinutes(minutesLeft) })
  t.is((await obtain()).code, 0)
  t.deepEqual(operations(), ['GetRoleCredentials 200'])
})

test('a refresh keeps unknown fields of the token, and removes the old refresh token if AWS gives no new one', async (t) => {
  const { world, obtain } = await loggedIn(t)
  putToken(world, { expiresAt: longAgo, fromAnotherTool: { a: 1 } })
  const old = tokenOf(world)
  world.emulator.settings.refreshTokens = false
  t.is((await obtain()).code, 0)
  const fresh = tokenOf(world)
  t.deepEqual(fresh?.fromAnotherTool, { a: 1 })
  t.is(fresh?.clientId, old?.clientId)
  t.not(fresh?.accessToken, old?.accessToken)
  t.false('refreshToken' in (fresh ?? {}))
})

test('if another tool refreshes the token first, the run uses the other tool’s token', async (t) => {
  const { world, obtain, operations } = await loggedIn(t)
  const good = tokenOf(world)
  putToken(world, { expiresAt: longAgo, accessToken: 'aoaOld', refreshToken: 'aorUsed' })
  world.emulator.fault({ operation: 'CreateToken:refresh_token', delayMs: 1_000 })
  const run = obtain()
  while (world.emulator.count('CreateToken:refresh_token') === 0) await sleep(10)
  putToken(world, { ...good })
  t.is((await run).code, 0)
  t.deepEqual(operations(), ['refresh_token 400', 'GetRoleCredentials 200'])
})

for (const [what, own] of [
  ['if the session has no token of its own', undefined],
  ['if the session’s own token has expired', {}],
] as const) {
  test(`a token whose file is named after the start URL is used ${what}`, async (t) => {
    const { world, obtain, operations } = await loggedIn(t, { refreshTokens: false })
    fs.renameSync(tokenFile(world), tokenFile(world, startUrl))
    if (own) putToken(world, own)
    t.is((await obtain()).code, 0)
    t.deepEqual(operations(), ['GetRoleCredentials 200'])
  })
}

test('after a logout by another tool the next run has no credentials', async (t) => {
  const { world, alone } = await loggedIn(t)
  t.is((await alone()).exitCode, 0)
  fs.rmSync(tokenFile(world))
  t.is((await alone()).exitCode, 77)
})

test('after another tool has logged in, the next run fetches credentials again', async (t) => {
  const { world, alone, operations } = await loggedIn(t)
  t.is((await alone()).exitCode, 0)
  const first = world.lastStart().env.AWS_ACCESS_KEY_ID
  fs.rmSync(tokenFile(world))
  await world.logIn()
  t.is((await alone()).exitCode, 0)
  t.not(world.lastStart().env.AWS_ACCESS_KEY_ID, first)
  t.is(operations().filter((operation) => operation === 'GetRoleCredentials 200').length, 2)
})

test('an invalid file is not a token', async (t) => {
  const { world, obtain } = await loggedIn(t)
  fs.writeFileSync(tokenFile(world), '{"accessToken":')
  const { code, said } = await obtain()
  t.is(code, 77, said)
})
