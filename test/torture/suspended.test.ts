import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { execa } from 'execa'
import { hangMs } from '../rig/limits.ts'
import { needs } from '../rig/needs.ts'
import { longAgo, putToken, tokenFile } from '../rig/token.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { long, report } from './figures.ts'
import { forget } from './kept-files.ts'

/*
 * strace suspends a run (SIGSTOP) just before the run writes a result. Meanwhile another run writes a newer result,
 * which the first run must not overwrite.
 */

const has = (...command: [string, ...string[]]) => {
  try {
    execFileSync(command[0], command.slice(1), { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
/**
 * In a container with its own pids, a command can't see that a lock's holder is only suspended. After 30 s the holder
 * counts as dead.
 */
const otherContainer = 'unshare --pid --fork --mount-proc'
const traced = has('strace', '-f', '-o', '/dev/null', 'true')
const contained = traced && has('unshare', '--pid', '--fork', '--mount-proc', 'true')
let stopped = 0

async function prepare(t: ExecutionContext) {
  const world = await makeWorld(t, { pollInterval: 0.01 })
  const cwd = world.layer('apps-prd/us-east-1/network')
  await world.logIn()
  return { world, cwd }
}

async function startAndStop(t: ExecutionContext, world: World, cwd: string, call: string) {
  const log = path.join(world.root, 'trace')
  const [name = ''] = call.split(':')
  const inject = ['-e', `trace=${name}`, '-e', `inject=${call}:signal=STOP`]
  const args = ['-f', '-o', log, ...inject, path.join(world.prefix, 'shims/terraform'), 'plan']
  const run = execa('strace', args, {
    cwd,
    env: world.env(),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  })
  const stop = /^(\d+) .*stopped by SIGSTOP/m
  const text = () => (fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '')
  const from = performance.now()
  while (!stop.test(text())) {
    if (performance.now() - from > hangMs) throw new Error(`it did not stop: ${text()}`)
    await sleep(50)
  }
  const pid = Number(stop.exec(text())?.[1])
  t.teardown(() => run.kill('SIGKILL'))
  return {
    resume: async () => {
      process.kill(pid, 'SIGCONT')
      const { exitCode, stderr } = await run
      t.is(exitCode, 0, stderr)
      stopped++
    },
  }
}

/** what a suspended run must not overwrite */
function results(world: World, cwd: string) {
  const cache = path.join(world.home, '.cache/tfsso')
  const files = [
    tokenFile(world),
    path.join(cache, 'credentials/222222222222/DevOpsPrd'),
    path.join(cache, 'grants', cwd, '.tfsso/terraform.full'),
  ]
  return files.map((file) => fs.readFileSync(file, 'utf8'))
}

const now = { DevOpsPrd: '222222222222 DevOpsPrd', ReadOnly: '222222222222 ReadOnly' }

needs('strace', traced)('a suspended run does not overwrite a newer grant', async (t) => {
  const { world, cwd } = await prepare(t)
  // The fourth call of utimensat is for the grant. The first two are for the lock: for N.lock and N (N: the number of a
  // generation). The third is for the credentials.
  const first = await startAndStop(t, world, cwd, 'utimensat:when=4')
  const account = path.join(world.project, 'apps-prd/config/account.tfvars')
  fs.writeFileSync(account, fs.readFileSync(account, 'utf8').replace('DevOpsPrd', 'ReadOnly'))
  await world.terraform(['plan'], { cwd })
  const newer = results(world, cwd)
  await first.resume()
  t.deepEqual(results(world, cwd), newer)
  // The first run notices the changed tfvars, and makes its grant again (lib/grant/make.ts).
  const identities = world.starts().map(({ env }) => world.identity(env))
  t.deepEqual(identities, [now.ReadOnly, now.ReadOnly], 'the second run, and the resumed one')
  const calls = world.emulator.calls.length
  await world.terraform(['plan'], { cwd })
  t.is(world.identity(world.lastStart().env), now.ReadOnly)
  t.is(world.emulator.calls.length, calls)
})

test.serial.after('report the figures', () => {
  report({
    attack: `A run is suspended before it writes a token, credentials or a grant${long ? '; for 35 s, or until a run in another container has taken over' : ''}`,
    tries: stopped,
    outcome: 'results that others wrote meanwhile stay; the run itself continues and works',
  })
})

if (long) {
  const inContainer = needs('unshare --pid', contained)

  inContainer.concurrent('a suspended run does not overwrite a newer token', async (t) => {
    const { world, cwd } = await prepare(t)
    putToken(world, { expiresAt: longAgo })
    const first = await startAndStop(t, world, cwd, 'fsync:when=1')
    t.is(world.emulator.count('CreateToken:refresh_token'), 1, 'it has the answer')
    // The first run has used the refresh token, so the second run must log in.
    const second = await world.inTerminal(`${otherContainer} terraform plan`, { cwd })
    t.is(second.exitCode, 0, second.screen)
    t.is(world.emulator.count('CreateToken:device_code'), 2)
    const newer = results(world, cwd)
    await first.resume()
    t.deepEqual(results(world, cwd), newer)
    for (const { env } of world.starts()) t.is(world.identity(env), now.DevOpsPrd)
  })

  inContainer.concurrent('a suspended run does not overwrite newer credentials', async (t) => {
    const { world, cwd } = await prepare(t)
    const first = await startAndStop(t, world, cwd, 'utimensat:when=3')
    const second = await world.inTerminal(`${otherContainer} terraform plan`, { cwd })
    t.is(second.exitCode, 0, second.screen)
    t.is(world.emulator.count('GetRoleCredentials'), 2)
    const newer = results(world, cwd)
    await first.resume()
    t.deepEqual(results(world, cwd), newer)
  })

  needs('strace', traced).concurrent('a run waits for a suspended holder it sees', async (t) => {
    const { world, cwd } = await prepare(t)
    forget(world, /credentials\//)
    const first = await startAndStop(t, world, cwd, 'utimensat:when=3')
    const second = world.terraform(['plan'], { cwd })
    await sleep(35_000)
    t.is(world.starts().length, 0)
    await first.resume()
    t.is((await second).exitCode, 0)
    t.is(world.emulator.count('GetRoleCredentials'), 1, 'and shares what it has')
  })
}
