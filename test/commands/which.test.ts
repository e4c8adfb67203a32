import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { makeWorld } from '../rig/world.ts'

test('which prints what the shim becomes', async (t) => {
  const world = await makeWorld(t)
  for (const [args, tool] of [
    [[], 'terraform'],
    [['terraform'], 'terraform'],
    [['tofu'], 'tofu'],
  ] as const) {
    const { exitCode, stdout, stderr } = await world.tfsso(['which', ...args])
    t.deepEqual([exitCode, stderr], [0, ''])
    t.is(stdout, `${path.join(world.root, 'real bin', tool)}\n`)
    // The very file that the shim starts.
    await world.shim(tool, ['version'])
    t.is(world.lastStart().tool, tool)
  }
})

test('by the shim’s own search: links to the shim are passed over, TFSSO_TERRAFORM counts', async (t) => {
  const world = await makeWorld(t)
  const links = path.join(world.root, 'links')
  fs.mkdirSync(links)
  fs.symlinkSync(path.join(world.prefix, 'shims/terraform'), path.join(links, 'terraform'))
  const real = path.join(world.root, 'real bin')
  const which = async (env: Record<string, string>, cwd = world.root) =>
    (await world.tfsso(['which'], { env, cwd })).stdout
  t.is(await which({ PATH: `${links}:${real}:/usr/bin:/bin` }), `${real}/terraform\n`)
  t.is(await which({ TFSSO_TERRAFORM: `${real}/tofu` }), `${real}/tofu\n`)
  // What PATH names relatively is told so that it is good from anywhere.
  t.is(await which({ PATH: `real bin:/usr/bin:/bin` }), `${real}/terraform\n`)
  t.is(await which({ PATH: `/usr/bin:/bin:` }, real), `${real}/./terraform\n`.replace('/./', '/'))
})

test('--shim prints the shim', async (t) => {
  const world = await makeWorld(t)
  for (const tool of ['terraform', 'tofu']) {
    const { exitCode, stdout } = await world.tfsso(['which', '--shim', tool])
    t.is(exitCode, 0)
    t.is(stdout, `${world.prefix}/shims/${tool}\n`)
    t.true(fs.existsSync(stdout.trimEnd()))
  }
})

test('none: 127, and what the shim says', async (t) => {
  const world = await makeWorld(t)
  const env = { PATH: `${world.prefix}/shims:/nowhere` }
  const which = await world.tfsso(['which', 'tofu'], { env })
  const shim = await world.shim('tofu', ['version'], { env })
  t.deepEqual([which.exitCode, which.stdout], [127, ''])
  t.is(shim.exitCode, 127)
  t.is(which.stderr, shim.stderr)
  t.regex(which.stderr, /there is no tofu on PATH/)
})

test('what is no tool: 1; --help has examples', async (t) => {
  const world = await makeWorld(t)
  const wrong = await world.tfsso(['which', 'packer'])
  t.deepEqual([wrong.exitCode, wrong.stdout], [1, ''])
  t.regex(wrong.stderr, /packer/)
  const { exitCode, stdout } = await world.tfsso(['which', '--help'])
  t.is(exitCode, 0)
  t.regex(stdout, /Examples:\s+tfsso which/)
})
