import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import test from 'ava'
import { hangMs } from '../rig/limits.ts'
import type { TerminalRun } from '../rig/terminal.ts'
import { until } from '../rig/until.ts'
import { makeWorld, type World } from '../rig/world.ts'

/* When a shim is killed, its node exits, too, whatever this node is waiting for. */

const childOf = (pid: number) => {
  try {
    return Number(execFileSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' }).trim())
  } catch {
    return 0
  }
}

/** A zombie has ended, too: only its parent has not noticed yet. */
function hasEnded(pid: number): boolean {
  try {
    return /\) [ZX] /.test(fs.readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return true
  }
}

async function killShim(run: TerminalRun): Promise<number> {
  await until(() => childOf(run.pid) > 0)
  const node = childOf(run.pid)
  run.kill('SIGKILL')
  return node
}

const waits: Record<string, (world: World, start: () => TerminalRun) => Promise<TerminalRun>> = {
  'the start of node': async (_world, start) => start(),
  'a login by device': async (_world, start) => {
    const run = start()
    await run.shows(/Waiting for you/)
    return run
  },
  "another run's login": async (_world, start) => {
    const first = start()
    await first.shows(/Waiting for you/)
    const run = start()
    await run.shows(/waiting for the login/)
    return run
  },
  'AWS, for credentials': async (world, start) => {
    await world.logIn()
    world.emulator.fault({ operation: 'GetRoleCredentials', delayMs: hangMs })
    const run = start()
    await until(() => world.emulator.count('GetRoleCredentials') > 0)
    return run
  },
}

for (const [what, wait] of Object.entries(waits)) {
  test(`when a shim is killed, its node exits while it waits for ${what}`, async (t) => {
    const world = await makeWorld(t, { approval: 'page' })
    t.teardown(() => world.end())
    const cwd = world.layer('apps-prd/us-east-1/network')
    const run = await wait(world, () => world.terminal('exec terraform plan', { cwd }))
    const node = await killShim(run)
    await until(() => hasEnded(node))
    t.pass()
  })
}
