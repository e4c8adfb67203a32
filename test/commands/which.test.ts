import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { placeStandIn } from '../rig/stand-in.ts'
import { makeWorld } from '../rig/world.ts'

test('which prints the program that the shim becomes', async (t) => {
  const world = await makeWorld(t)
  for (const [args, tool] of [
    [[], 'terraform'],
    [['terraform'], 'terraform'],
    [['tofu'], 'tofu'],
  ] as const) {
    const { exitCode, stdout, stderr } = await world.tfsso(['which', ...args])
    t.deepEqual([exitCode, stderr], [0, ''])
    t.is(stdout, `${path.join(world.root, 'real bin', tool)}\n`)
    await world.shim(tool, ['version'])
    t.is(world.lastStart().tool, tool)
  }
})

/** tools on PATH, files in the layer or above it, TFSSO_TOOL → what `which` prints */
const choices: [string[], string[], string | undefined, string][] = [
  [['terraform'], [], undefined, 'terraform'],
  [['tofu'], [], undefined, 'tofu'],
  [['terraform', 'tofu'], [], undefined, 'terraform'],
  [['terraform', 'tofu'], ['.opentofu-version'], undefined, 'tofu'],
  [['terraform', 'tofu'], ['../.opentofu-version'], undefined, 'tofu'],
  [['terraform', 'tofu'], ['.terraform-version', '../.opentofu-version'], undefined, 'terraform'],
  [['terraform', 'tofu'], ['.terraform-version', 'main.tofu'], undefined, 'tofu'],
  [['terraform', 'tofu'], ['x.tofu.json'], undefined, 'tofu'],
  [['terraform', 'tofu'], ['.opentofu-version'], 'terraform', 'terraform'],
  [['terraform', 'tofu'], [], 'tofu', 'tofu'],
  [['terraform'], ['main.tofu'], undefined, 'terraform'],
  [['terraform'], [], 'tofu', 'terraform'],
  [['tofu'], ['.terraform-version'], 'terraform', 'tofu'],
]
test('`which` without a name prints the only installed tool; of two tools it prints the one in TFSSO_TOOL, else the project’s, else terraform', async (t) => {
  const world = await makeWorld(t)
  await Promise.all(
    choices.map(async ([there, files, TFSSO_TOOL, expected], at) => {
      const bin = path.join(world.root, `bin ${at}`)
      placeStandIn(bin, there)
      const cwd = world.layer(`shared/choice-${at}/layer`)
      for (const file of files) fs.writeFileSync(path.join(cwd, file), '')
      const env = { TFSSO_TOOL, PATH: `${bin}:/usr/bin:/bin` }
      const { exitCode, stdout } = await world.tfsso(['which'], { cwd, env })
      t.deepEqual([exitCode, stdout], [0, `${bin}/${expected}\n`], String(choices[at]))
    }),
  )
  const wrong = await world.tfsso(['which'], { env: { TFSSO_TOOL: 'terragrunt' } })
  t.deepEqual([wrong.exitCode, wrong.stdout], [78, ''])
  t.regex(wrong.stderr, /TFSSO_TOOL is terragrunt, but must be terraform or tofu/)
})

test('status is about the grant of the tool that `which` prints', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  t.is((await world.shim('tofu', ['plan'], { cwd })).exitCode, 0)
  const status = async (env: Record<string, string>) =>
    (await world.tfsso(['status'], { cwd, env })).stdout
  t.regex(await status({ TFSSO_TOOL: 'tofu' }), /^Next {8}`tofu plan` starts at once$/m)
  t.regex(await status({}), /^Next {8}`terraform plan` starts at once, with the credentials/m)
})

test('`which` searches as the shim does: it skips links to the shim, and obeys TFSSO_TERRAFORM', async (t) => {
  const world = await makeWorld(t)
  const links = path.join(world.root, 'links')
  fs.mkdirSync(links)
  fs.symlinkSync(path.join(world.prefix, 'shims/terraform'), path.join(links, 'terraform'))
  const real = path.join(world.root, 'real bin')
  const which = async (env: Record<string, string>, cwd = world.root) =>
    (await world.tfsso(['which'], { env, cwd })).stdout
  t.is(await which({ PATH: `${links}:${real}:/usr/bin:/bin` }), `${real}/terraform\n`)
  t.is(await which({ TFSSO_TERRAFORM: `${real}/tofu` }), `${real}/tofu\n`)
  // A relative entry of PATH becomes absolute.
  t.is(await which({ PATH: `real bin:/usr/bin:/bin` }), `${real}/terraform\n`)
  t.is(await which({ PATH: `/usr/bin:/bin:` }, real), `${real}/./terraform\n`.replace('/./', '/'))
})

test('which --shim prints the path of the shim', async (t) => {
  const world = await makeWorld(t)
  for (const tool of ['terraform', 'tofu']) {
    const { exitCode, stdout } = await world.tfsso(['which', '--shim', tool])
    t.is(exitCode, 0)
    t.is(stdout, `${world.prefix}/shims/${tool}\n`)
    t.true(fs.existsSync(stdout.trimEnd()))
  }
})

test('if there is no tool, `which` exits with 127 and prints the shim’s message', async (t) => {
  const world = await makeWorld(t)
  const env = { PATH: `${world.prefix}/shims:/nowhere` }
  const which = await world.tfsso(['which', 'tofu'], { env })
  const shim = await world.shim('tofu', ['version'], { env })
  t.deepEqual([which.exitCode, which.stdout], [127, ''])
  t.is(shim.exitCode, 127)
  t.is(which.stderr, shim.stderr)
  t.regex(which.stderr, /there is no tofu on PATH/)
})
