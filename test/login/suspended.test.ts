import fs from 'node:fs'
import test from 'ava'
import { needs } from '../rig/needs.ts'
import { makeWorld } from '../rig/world.ts'

// Without /proc tfsso can't see that a process is suspended.
needs('/proc', fs.existsSync('/proc/self/stat'))(
  'if a login is suspended, the next run shows an address, and one answer serves both runs',
  async (t) => {
    const world = await makeWorld(t, { approval: 'page' })
    const cwd = world.layer('apps-prd/us-east-1/network')
    // With `set -m`, Ctrl-Z suspends the run, and the shell goes on.
    const run = world.terminal(
      'set -m; terraform plan; echo "stopped $?"; terraform plan; echo "second $?"; fg; echo "first $?"',
      { cwd },
    )
    await run.shows(/user_code=[A-Z-]+/)
    run.write('\x1a')
    await run.shows(/stopped \d+/)
    await run.shows(
      /tfsso: the login of process \d+ is suspended\. Continue it with `fg`, or answer this one, which serves both\.[\s\S]*user_code=/,
    )
    const codes = [...run.screen.matchAll(/user_code=([A-Z-]+)/g)].map(([, code]) => code)
    world.emulator.approve(codes.at(-1))
    await run.exited
    t.regex(run.screen, /second 0/)
    t.regex(run.screen, /first 0/)
    t.is(world.emulator.count('CreateToken:device_code') > 0, true)
    t.is(world.starts().length, 2)
  },
)

test('if stderr goes to a file, the address is shown in the file and on the terminal', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  const { exitCode, screen } = await world.inTerminal('terraform plan >../plan.txt 2>&1', { cwd })
  t.is(exitCode, 0)
  t.regex(screen, /\/device\?user_code=[A-Z-]+/)
  t.regex(fs.readFileSync(`${cwd}/../plan.txt`, 'utf8'), /\/device\?user_code=[A-Z-]+/)
})
