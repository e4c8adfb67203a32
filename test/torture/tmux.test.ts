import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { temporary } from '../rig/install.ts'
import { needs } from '../rig/needs.ts'
import { makeWorld } from '../rig/world.ts'
import { report } from './figures.ts'

const isThere = (process.env.PATH ?? '')
  .split(':')
  .some((directory) => fs.existsSync(path.join(directory, 'tmux')))
const test = needs('tmux', Boolean(process.env.CI) || isThere)

test('tfsso works in a tmux that continues after the person has logged out of the machine', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const cwd = world.layer('apps-prd/us-east-1/net')
  const runtime = path.join(world.root, 'run')
  fs.mkdirSync(runtime)
  const env = { XDG_RUNTIME_DIR: runtime, SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' }
  const socket = path.join(temporary('tfsso-tmux-'), 's')
  const tmux = (...args: string[]) => world.run('tmux', ['-S', socket, ...args], { cwd, env })
  t.teardown(() => execFileSync('tmux', ['-S', socket, 'kill-server'], { stdio: 'ignore' }))
  const began = await tmux('new-session', '-d', '-x', '150', 'exec sh')
  t.is(began.exitCode, 0, began.stderr)
  const plan = async () => {
    const before = world.starts().length
    await tmux('send-keys', 'terraform plan; tmux wait-for -S planned', 'Enter')
    await tmux('wait-for', 'planned')
    t.is(world.starts().length, before + 1, (await tmux('capture-pane', '-p')).stdout)
    return world.identity(world.lastStart().env)
  }
  t.is(await plan(), '222222222222 DevOpsPrd')
  // When a person has logged out of the machine, logind removes this directory.
  fs.rmSync(runtime, { recursive: true })
  t.is(await plan(), '222222222222 DevOpsPrd', 'warm')
  fs.rmSync(path.join(world.home, '.cache/tfsso'), { recursive: true })
  t.is(await plan(), '222222222222 DevOpsPrd', 'cold')
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
  report({
    attack:
      'A tmux keeps running after the person has logged out of the machine (the logout removes XDG_RUNTIME_DIR)',
    tries: 2,
    outcome: 'the same account and role, and no login',
  })
})
