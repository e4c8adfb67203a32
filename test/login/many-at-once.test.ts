import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { TerminalRun } from '../rig/terminal.ts'
import { putToken, secretsShown } from '../rig/token.ts'
import { until } from '../rig/until.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { long } from '../torture/figures.ts'

/**
 * The docs promise that 40 processes work at once, and `npm run test:torture` tries 40. `npm test` tries fewer, but
 * still several for each role, so the processes interact in the same ways.
 */
const promised = long ? 40 : 12
const some = 6

/** Starts shims at the same time in one terminal, in layers of three accounts. Calls `during` while they run. */
async function runMany(
  t: ExecutionContext,
  world: World,
  processes: number,
  during = async (_run: TerminalRun) => {},
) {
  const layers = world.accounts.flatMap(({ name }) => [
    world.layer(`${name}/us-east-1/network`),
    world.layer(`${name}/global/base --`),
  ])
  const exits = path.join(world.root, 'exits')
  fs.mkdirSync(exits)
  const runs = Array.from({ length: processes }, (_, index) => {
    const layer = layers[index % layers.length]
    return `(cd '${layer}' && terraform plan; echo $? >'${exits}/${index}') &`
  })
  const run = world.terminal(`${runs.join('\n')}\nwait`, { env: { TFSSO_DEBUG: '1' } })
  await during(run)
  await run.exited
  const { screen } = run
  t.deepEqual(secretsShown(world, screen), [])
  const codes = fs
    .readdirSync(exits)
    .map((name) => +fs.readFileSync(path.join(exits, name), 'utf8'))
  t.is(codes.length, processes, screen)
  return { codes, screen }
}

/** The expected calls of runs that share a session: a fetch for each of three roles, and the calls in `operations`. */
const oneEach = (operations: Record<string, number>) => ({ GetRoleCredentials: 3, ...operations })

test.serial('an expired token: the runs share one login, and one fetch per role', async (t) => {
  const world = await makeWorld(t)
  putToken(world, {})
  const { codes, screen } = await runMany(t, world, promised)
  t.deepEqual([...new Set(codes)], [0], screen)
  t.is(world.starts().length, promised)
  const { CreateToken, 'CreateToken:device_code': byDevice, ...counts } = world.emulator.counts()
  t.is(CreateToken, byDevice, 'no refresh')
  t.deepEqual(counts, oneEach({ RegisterClient: 1, StartDeviceAuthorization: 1 }))
  for (const { cwd, env } of world.starts()) {
    const account = world.accounts.find(({ name }) => cwd.includes(`/${name}/`))
    t.is(world.identity(env), `${account?.id} ${account?.role}`)
  }
  t.is(screen.match(/user_code=/g)?.length, 1, 'the URL is shown once')
  t.notRegex(screen, /waiting for the login/, 'nobody hides it from the person who sees it')
})

test.serial(
  'an expired token that can be refreshed: no login, and one refresh for all runs',
  async (t) => {
    const world = await makeWorld(t)
    await world.logIn()
    const before = world.emulator.counts()
    putToken(world, { expiresAt: '2020-01-01T00:00:00Z' })
    const { codes, screen } = await runMany(t, world, some)
    t.deepEqual([...new Set(codes)], [0], screen)
    t.deepEqual(
      world.emulator.counts(),
      oneEach({
        ...before,
        CreateToken: (before.CreateToken ?? 0) + 1,
        'CreateToken:refresh_token': 1,
      }),
    )
  },
)

test.serial('a refused token: at most one refused fetch per role, and one refresh', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  putToken(world, { accessToken: 'aoaRefused' })
  const before = world.emulator.calls.length
  const { codes, screen } = await runMany(t, world, some)
  t.deepEqual([...new Set(codes)], [0], screen)
  const fetches = world.emulator.calls
    .slice(before)
    .filter(({ operation }) => operation === 'GetRoleCredentials')
  for (const { id } of world.accounts) {
    const statuses = fetches.filter(({ accountId, status }) => accountId === id || status === 401)
    t.is(statuses.filter(({ status }) => status === 200).length, 1)
  }
  t.true(fetches.filter(({ status }) => status === 401).length <= world.accounts.length)
  t.is(world.emulator.count('CreateToken:refresh_token'), 1)
})

test.serial('all runs that share a denied login say that it was denied', async (t) => {
  const world = await makeWorld(t, { approval: 'page' })
  // Deny the login only when every node has started: a later node would offer a new login.
  const { codes, screen } = await runMany(t, world, some, async (run) => {
    const started = () => run.screen.match(/there is no token/g)?.length ?? 0
    const isWaiting = () => world.emulator.count('StartDeviceAuthorization') > 0
    await until(() => started() >= some && isWaiting())
    world.emulator.deny()
  })
  t.deepEqual([...new Set(codes)], [77], screen)
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
  t.is(screen.match(/tfsso: The login at \S+ was denied\./g)?.length, some)
  t.is(world.starts().length, 0)
})
