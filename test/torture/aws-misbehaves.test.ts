import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { nodeMs } from '../rig/limits.ts'
import { unusedPort } from '../rig/network.ts'
import { startUrl } from '../rig/project.ts'
import { longAgo, putToken, secretsOf, signIn, tokenFile, tokenOf } from '../rig/token.ts'
import { makeWorld } from '../rig/world.ts'
import { cases, long, report } from './figures.ts'
import {
  accessTokensOf,
  type Case,
  inMinutes,
  waits,
  waysToMisbehave,
} from './ways-to-misbehave.ts'

/** two requests of 25 s, and extra time for a slow machine */
const longestMs = 50_000 + 200 * nodeMs

/** Lets at most `count` tests run at the same time. With more tests, some would time out on busy processors. */
function turns(count: number) {
  let free = count
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free--
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free++
    }
  }
}

const inTurn = turns(6)
const inWaitingTurn = turns(8)

const tally = { tried: 0, recovered: 0, longestMs: 0 }

async function tryCase(
  t: ExecutionContext,
  { token, faults, before, meanwhile, ...expected }: Case,
) {
  const world = await makeWorld(t, { pollInterval: 0.01 })
  const cwd = world.layer('apps-prd/us-east-1/network')
  await signIn(world)
  accessTokensOf(world).add(tokenOf(world)?.accessToken ?? '')
  if (token) putToken(world, { expiresAt: token === 'over' ? longAgo : inMinutes(3) })
  before?.(world)
  const secrets = secretsOf(world)
  const old = fs.readFileSync(tokenFile(world), 'utf8')
  const calls = world.emulator.calls.length
  for (const fault of faults) world.emulator.fault(fault)

  const run = world.terraform(['plan'], { cwd })
  await meanwhile?.(world)
  const { exitCode, stdout, stderr, took } = await run

  const seen = world.emulator.calls.slice(calls)
  t.deepEqual(
    seen.map(({ operation, grant, status }) => `${grant ?? operation} ${status}`),
    expected.asked,
    stderr,
  )
  t.is(exitCode, expected.code, stderr)
  if (expected.says) t.regex(stderr, expected.says)
  else t.is(stderr, '')
  t.is(stdout, '')
  t.notRegex(stderr, /this is a bug|\bundefined\b|aoaSecret/)
  t.deepEqual(
    secrets.concat(secretsOf(world)).filter((secret) => stderr.includes(secret)),
    [],
  )
  t.is(world.starts().length, exitCode === 0 ? 1 : 0, 'terraform is started only with credentials')
  if (!seen.some(({ grant, status }) => grant === 'refresh_token' && status === 200) && !meanwhile)
    t.is(fs.readFileSync(tokenFile(world), 'utf8'), old, 'the token is what it was')
  if (expected.pauseMs) {
    const [least, most] = expected.pauseMs
    const pause = (seen[1]?.at ?? 0) - (seen[0]?.at ?? 0)
    t.true(pause >= least && pause <= most, `${pause} ms`)
  }
  t.true(took < longestMs, `${took} ms`)
  tally.tried++
  if (exitCode === 0) tally.recovered++
  tally.longestMs = Math.max(tally.longestMs, took)
}

const isTried = (step: number) => (_: unknown, index: number) => long || index % step === 0
const ways = waysToMisbehave.filter(isTried(8))
for (let round = 0; round < cases(4); round++)
  for (const each of ways)
    test(`a run exits with ${each.code} if AWS ${each.what}${round ? ` (${round})` : ''}`, (t) =>
      (waits(each) ? inWaitingTurn : inTurn)(() => tryCase(t, each)))

test('a run exits with 69 if nothing listens at AWS’s address', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  await signIn(world)
  const AWS_ENDPOINT_URL = `http://127.0.0.1:${await unusedPort()}`
  const { exitCode, stderr } = await world.terraform(['plan'], { cwd, env: { AWS_ENDPOINT_URL } })
  t.is(exitCode, 69)
  t.regex(
    stderr,
    /AWS cannot be reached.*\n.*127\.0\.0\.1:\d+ refuses connections.*\n.*AWS_ENDPOINT_URL/,
  )
})

test('each refresh uses the refresh token that the previous refresh returned', async (t) => {
  const world = await makeWorld(t, { pollInterval: 0.01 })
  await signIn(world)
  const used = new Set<string | undefined>()
  for (const { name } of world.accounts) {
    putToken(world, { expiresAt: longAgo })
    used.add(tokenOf(world)?.refreshToken)
    const cwd = world.layer(`${name}/us-east-1/network`)
    t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  }
  t.is(used.size, 3)
  t.is(world.emulator.count('CreateToken:refresh_token'), 3)
})

const logins = [
  [
    'fails once at each step',
    [
      { operation: 'RegisterClient', status: 503 },
      { operation: 'StartDeviceAuthorization', reset: true },
      { operation: 'CreateToken', status: 500, times: 6 },
      { operation: 'CreateToken', body: '<html>' },
    ],
    0,
    /logged in at/,
  ],
  [
    'says to slow down',
    [
      {
        operation: 'CreateToken',
        status: 400,
        body: '{"error":"slow_down"}',
        headers: { 'x-amzn-errortype': 'SlowDownException' },
      },
    ],
    0,
    /logged in at/,
  ],
  [
    'leaves out the client',
    [{ operation: 'RegisterClient', fields: { clientId: null } }],
    69,
    /without the client/,
  ],
  [
    'leaves out when the client ends',
    [{ operation: 'RegisterClient', fields: { clientSecretExpiresAt: null } }],
    0,
    /logged in at/,
  ],
  [
    'gives an invalid time for the client’s end',
    [{ operation: 'RegisterClient', fields: { clientSecretExpiresAt: 'never' } }],
    0,
    /logged in at/,
  ],
  [
    'leaves out the code',
    [{ operation: 'StartDeviceAuthorization', fields: { deviceCode: null } }],
    69,
    /without the code to log in with/,
  ],
  [
    'gives an address that is not a text',
    [
      {
        operation: 'StartDeviceAuthorization',
        fields: { verificationUriComplete: { toString: 1 } },
      },
    ],
    69,
    /without the code to log in with/,
  ],
  [
    'leaves out the token',
    [{ operation: 'CreateToken', fields: { accessToken: null } }],
    69,
    /without the token/,
  ],
  [
    'does not know the start URL',
    [
      {
        operation: 'StartDeviceAuthorization',
        status: 400,
        body: '{"error":"invalid_request"}',
        headers: { 'x-amzn-errortype': 'InvalidRequestException' },
      },
    ],
    78,
    /does not know the start URL/,
  ],
] as const

for (const [what, faults, code, says] of logins.filter(isTried(3)))
  test(`a login exits with ${code} if AWS ${what}`, (t) =>
    inTurn(async () => {
      const world = await makeWorld(t)
      for (const fault of faults) world.emulator.fault(fault)
      const { exitCode, screen } = await world.inTerminal('tfsso login')
      t.is(exitCode, code, screen)
      t.regex(screen, says)
      t.notRegex(screen, /this is a bug|\bundefined\b/)
      t.is(tokenOf(world) !== undefined, code === 0)
    }))

const many = long ? 500 : 60

test(`a run works with ${many} accounts, and with ${many} roles on many pages, even if AWS twice says to slow down`, async (t) => {
  const id = (index: number) => String(100_000_000_000 + index)
  const accounts = Array.from({ length: many }, (_, index) => ({
    name: `account-${index}`,
    id: id(index),
    role: 'DevOps',
    roles: Array.from({ length: index === 7 ? many : 1 }, (_, role) => `Role${role}`).concat(
      'DevOps',
    ),
  }))
  const world = await makeWorld(t, { accounts, pollInterval: 0.01 })
  await signIn(world)
  const cwd = world.layer(`account-${many - 1}/us-east-1/network`)
  const plan = await world.terraform(['plan'], { cwd })
  t.is(plan.exitCode, 0, plan.stderr)
  t.is(world.identity(world.lastStart().env), `${id(many - 1)} DevOps`)

  world.emulator.fault({ operation: 'ListAccountRoles', status: 429, times: 2 })
  const process = path.join(world.prefix, 'libexec/credentials')
  const args = [id(7), `suffix:role${many - 1}`, 'bb', startUrl, 'us-east-1']
  const { exitCode, stdout, stderr } = await world.run(process, args)
  t.is(exitCode, 0, stderr)
  const issued = world.emulator.issued.find(
    ({ accessKeyId }) => accessKeyId === JSON.parse(stdout).AccessKeyId,
  )
  t.is(`${issued?.accountId} ${issued?.role}`, `${id(7)} Role${many - 1}`)
  t.is(world.emulator.count('ListAccountRoles'), Math.ceil((many + 1) / 20) + 2)
})

test.after(() => {
  report({
    attack: `AWS answers late, wrongly or not at all (${ways.length} ways)`,
    tries: tally.tried,
    outcome: `${tally.recovered} continued, ${tally.tried - tally.recovered} ended with exit code 69 or 77; the longest took ${Math.round(tally.longestMs / 1000)} s; no token was lost`,
  })
})
