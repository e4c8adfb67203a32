import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { saveWorld } from '../rig/saved-world.ts'
import { shareWorld } from '../rig/shared-world.ts'
import { shells } from '../rig/shells.ts'
import type { World } from '../rig/world.ts'

/** The run gets the variables that `happen` returns. */
const cases: [
  args: string[],
  says: RegExp[],
  happen?: (at: { world: World; cwd: string; grant: string }) => Record<string, string> | undefined,
][] = [
  [
    ['plan'],
    [/real terraform is .*real bin\/terraform: the first on PATH/, /the grant is good: apps-prd/],
  ],
  [
    ['plan'],
    [
      /the command plan needs credentials/,
      /TF_CLI_ARGS_plan/,
      /the layer is .*net, of the account/,
    ],
  ],
  [['version'], [/the command version needs no credentials/]],
  [['plan'], [/the grant was made for another TF_DATA_DIR/], () => ({ TF_DATA_DIR: 'x' })],
  [
    ['plan'],
    [/TFSSO is off: nothing is added/, /as you named it \(TFSSO_TERRAFORM, TFSSO_TOFU/],
    ({ world }) => ({ TFSSO: 'off', TFSSO_TERRAFORM: path.join(world.root, 'real bin/terraform') }),
  ],
  [
    ['plan'],
    [/node makes one: \/.*main\.tf has changed\n/],
    ({ cwd }) => {
      fs.appendFileSync(path.join(cwd, 'main.tf'), '\n')
      return undefined
    },
  ],
  [
    ['plan'],
    [/ne\?w\.tf is new/],
    ({ cwd }) => {
      fs.writeFileSync(path.join(cwd, 'ne\x1bw.tf'), '')
      return undefined
    },
  ],
  [
    ['plan'],
    [/the grant has expired/],
    ({ grant }) => {
      fs.utimesSync(grant, 0, 0)
      return undefined
    },
  ],
  [
    ['plan'],
    [/there is none at .*terraform\.full/],
    ({ grant }) => {
      fs.rmSync(grant)
      return undefined
    },
  ],
]

const granted = shareWorld(async (world) => {
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  await world.terraform(['plan'], { cwd })
  return { world, cwd, restore: saveWorld(world) }
})

for (const shell of shells) {
  test.serial(`${shell[0]}: TFSSO_DEBUG=1 prints what sh has decided, and why`, async (t) => {
    const { world, cwd, restore } = await granted(t)
    const grant = path.join(world.home, '.cache/tfsso/grants', cwd, '.tfsso/terraform.full')
    // With these options node can't start. sh prints its decisions before it starts node.
    const none = { TFSSO_DEBUG: '1', TFSSO_NODE_OPTIONS: '--no-such-option' }
    for (const [args, says, happen] of cases) {
      restore()
      const env = { ...none, ...happen?.({ world, cwd, grant }) }
      const { stdout, stderr } = await world.terraform(args, { cwd, shell, env })
      t.is(stdout, '')
      for (const line of says) t.regex(stderr, line)
      t.false(stderr.includes('\x1b'))
    }
    const { stderr } = await world.terraform(['plan'], { cwd: world.root, shell, env: none })
    t.regex(stderr, /no layer: there is no config\/account\.tfvars in .* or above it/)
  })
}

test.serial('with TFSSO_DEBUG=1, a run that starts node still succeeds', async (t) => {
  const { world, cwd, restore } = await granted(t)
  restore()
  fs.appendFileSync(path.join(cwd, 'main.tf'), '\n')
  const ran = await world.terraform(['plan'], { cwd, env: { TFSSO_DEBUG: '1' } })
  t.deepEqual([ran.exitCode, ran.stdout], [0, ''])
})
