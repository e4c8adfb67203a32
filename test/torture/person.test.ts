import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { makeWorld } from '../rig/world.ts'
import { cases, long, report } from './figures.ts'

const minutes = cases(600) / 60

test('a process that waits for a person keeps the lock, and others keep waiting', async (t) => {
  const world = await makeWorld(t, { approval: 'page', pollInterval: 2, deviceCodeSeconds: 640 })
  const layers = world.accounts.map(({ name }) => world.layer(`${name}/us-east-1/network`))
  const run = (cwd: string) => world.terminal('terraform plan', { cwd })
  const first = run(layers[0] ?? '')
  await first.shows(/user_code=/)
  const waiters = (long ? [...layers, ...layers] : layers).map(run)
  for (const waiter of waiters) await waiter.shows(/waiting for the login at \S+ \(process \d+\)/)
  const all = [first, ...waiters]
  let ended = 0
  for (const { exited } of all) void exited.then(() => ended++)
  await sleep(minutes * 60_000)
  t.is(ended, 0)
  world.emulator.approve()
  for (const { exited } of all) t.is((await exited).exitCode, 0)
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
  t.is(world.starts().length, all.length)
  report({
    attack: `A person takes ${minutes >= 1 ? `${minutes} minutes` : `${minutes * 60} s`} to log in, and ${waiters.length} other runs wait`,
    tries: 1,
    outcome: 'one login; all continue',
  })
})
