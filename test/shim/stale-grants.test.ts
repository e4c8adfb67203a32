import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { shells } from '../rig/shells.ts'
import { makeWorld } from '../rig/world.ts'
import { accounts, accountTfvars, changes, type Granted } from './changes.ts'

async function grant(t: ExecutionContext<unknown>, shell: string[]): Promise<Granted> {
  const world = await makeWorld(t, { accounts })
  const cwd = world.layer('apps-prd/us-east-1/net')
  const accountFile = path.join(world.project, 'apps-prd/config/account.tfvars')
  fs.writeFileSync(accountFile, accountTfvars('DevOpsPrd'))
  await world.logIn()
  for (let i = 0; i < 2; i++) await world.terraform(['plan'], { cwd, shell })
  return { world, cwd, accountFile }
}

for (const [i, { title, change, identity }] of changes.entries()) {
  test.serial(`a grant is no longer used: ${title}`, async (t) => {
    const shell = shells[i % shells.length] ?? []
    const granted = await grant(t, shell)
    const { world, cwd } = granted
    t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
    const started = world.starts().length

    const env = change(granted) ?? {}
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

test('runs with and without TFSSO_ROLE at the same time', async (t) => {
  const { world, cwd } = await grant(t, [])
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
