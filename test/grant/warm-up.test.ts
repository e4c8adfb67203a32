import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { warmUp } from '../rig/warm-up.ts'
import { makeWorld, type World } from '../rig/world.ts'

function grantsOf(world: World): Record<string, string> {
  const at = path.join(world.home, '.cache/tfsso/grants')
  const files = fs
    .readdirSync(at, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
  return Object.fromEntries(
    files.map((file) => [path.relative(at, file), fs.readFileSync(file, 'utf8')]),
  )
}

test('the grant that warmUp makes is the one that a run makes, and the shim uses it', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const cwd = world.layer('apps-prd/us-east-1/net')
  await warmUp(world, cwd)
  const made = grantsOf(world)
  fs.rmSync(path.join(world.home, '.cache/tfsso/grants'), { recursive: true })
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  t.deepEqual(grantsOf(world), made)

  fs.rmSync(path.join(world.home, '.cache'), { recursive: true })
  await warmUp(world, cwd)
  const run = await world.terraform(['plan'], { cwd, env: { TFSSO_DEBUG: '1' } })
  t.regex(run.stderr, /the grant is good: apps-prd \(222222222222\) as DevOpsPrd/)
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
})
