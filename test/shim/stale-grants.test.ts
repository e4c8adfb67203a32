import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { saveWorld } from '../rig/saved-world.ts'
import { shareWorld } from '../rig/shared-world.ts'
import { shells } from '../rig/shells.ts'
import { accounts, accountTfvars, changes, type Granted } from './changes.ts'

const granted = shareWorld(
  async (world): Promise<Granted & { restore: () => void }> => {
    const cwd = world.layer('apps-prd/us-east-1/net')
    const accountFile = path.join(world.project, 'apps-prd/config/account.tfvars')
    fs.writeFileSync(accountFile, accountTfvars('DevOpsPrd'))
    await world.logIn()
    await world.terraform(['plan'], { cwd })
    return { world, cwd, accountFile, restore: saveWorld(world) }
  },
  { accounts },
)

for (const [i, { title, change, identity }] of changes.entries()) {
  test.serial(`a grant is no longer used: ${title}`, async (t) => {
    const shell = shells[i % shells.length] ?? []
    const { restore, ...layer } = await granted(t)
    const { world, cwd } = layer
    restore()
    const before = await world.terraform(['plan'], { cwd, shell, env: { TFSSO_DEBUG: '1' } })
    t.regex(before.stderr, /the grant is good/)
    t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
    const started = world.starts().length

    const env = change(layer) ?? {}
    const outcome = await world.terraform(['plan'], { cwd, shell, env })
    if (identity === 'refused') {
      t.not(outcome.exitCode, 0)
      t.is(world.starts().length, started, 'terraform is not started')
      t.regex(outcome.stderr, /^tfsso: /)
    } else {
      t.deepEqual([outcome.exitCode, outcome.stderr], [0, ''])
      const { env } = world.lastStart()
      t.is(world.identity(env), identity)
      if (identity !== 'nobody') t.true(fs.existsSync(env.AWS_CONFIG_FILE ?? ''))
    }
    if (Object.keys(env).length > 0) {
      await world.terraform(['plan'], { cwd, shell })
      t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd', 'and back again')
    }
  })
}

test.serial('runs with TFSSO_ROLE and runs without it do not disturb each other', async (t) => {
  const { world, cwd, restore } = await granted(t)
  restore()
  const roles = ['', 'ReadOnlyX', '', 'ReadOnlyX', '', 'ReadOnlyX', '', 'ReadOnlyX']
  await Promise.all(
    roles.map((role, i) =>
      world.terraform(['plan', `-out=${role}`], {
        cwd,
        shell: shells[i % shells.length] ?? [],
        env: { TFSSO_ROLE: role || undefined },
      }),
    ),
  )
  const starts = world.starts().slice(-roles.length)
  t.deepEqual(
    starts.map(({ env }) => world.identity(env)),
    starts.map(({ args }) => `222222222222 ${args[1]?.slice('-out='.length) || 'DevOpsPrd'}`),
  )
})
