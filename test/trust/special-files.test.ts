import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { shells } from '../rig/shells.ts'
import { makeWorld } from '../rig/world.ts'

const pipe = (file: string) => execFileSync('mkfifo', [file])
const device = (file: string) => fs.symlinkSync('/dev/zero', file)

for (const [what, put] of Object.entries({ pipe, device }))
  for (const name of ['config/more.tfvars', 'apps-prd/config/backend.tfvars'])
    test(`a ${what} as ${name}: 78 that names it, and nothing waits for it, warm or cold`, async (t) => {
      const world = await makeWorld(t)
      const cwd = world.layer('apps-prd/us-east-1/network')
      await world.logIn()
      t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
      const file = path.join(world.project, name)
      fs.rmSync(file, { force: true })
      put(file)
      for (const shell of shells) {
        const { exitCode, stderr } = await world.terraform(['plan'], { cwd, shell })
        t.is(exitCode, 78, stderr)
        t.true(stderr.includes(`${file} is a pipe, a socket or a device`), stderr)
      }
      t.is(world.starts().length, 1)
    })

test('a pipe as account.tfvars makes no account, and nothing waits for it', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  await world.logIn()
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  const file = path.join(world.project, 'apps-prd/config/account.tfvars')
  fs.rmSync(file)
  pipe(file)
  for (const shell of shells) {
    const { exitCode, stderr } = await world.terraform(['plan'], { cwd, shell })
    t.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' })
  }
  t.is(world.identity(world.lastStart().env), 'nobody')
})
