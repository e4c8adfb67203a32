import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { copyInstallation } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { saveWorld } from '../rig/saved-world.ts'
import { shareWorld } from '../rig/shared-world.ts'
import { shells } from '../rig/shells.ts'
import { accounts, accountTfvars, changes, type Granted } from './changes.ts'
import { writeProgram } from './programs.ts'

const prefix = copyInstallation()
const nodePath = path.join(prefix, 'libexec/node-path')
const node = fs.readFileSync(nodePath, 'utf8')
/** in place of node */
const asked = writeProgram(path.join(prefix, 'asked'), '#!/bin/sh\necho asked >&2\nexit 78\n')

const granted = shareWorld(
  async (world): Promise<Granted & { restore: () => void }> => {
    const cwd = world.layer('apps-prd/us-east-1/net')
    const accountFile = path.join(world.project, 'apps-prd/config/account.tfvars')
    fs.writeFileSync(accountFile, accountTfvars('DevOpsPrd'))
    await world.logIn()
    await world.terraform(['plan'], { cwd })
    return { world, cwd, accountFile, restore: saveWorld(world) }
  },
  { accounts, prefix },
)

test.serial('a grant is used as long as nothing changes', async (t) => {
  const { world, cwd, restore } = await granted(t)
  restore()
  write(nodePath, `${asked}\n`)
  const runs = shells.map((shell) => ({ args: ['plan'], cwd, shell }))
  for (const { exitCode, stderr, env } of await runInTurn(world, runs)) {
    t.deepEqual([exitCode, stderr], [0, ''])
    t.is(world.identity(env), '222222222222 DevOpsPrd')
  }
})

for (const [i, { title, change, identity }] of changes.entries()) {
  test.serial(`a grant is no longer used: ${title}`, async (t) => {
    const shell = shells[i % shells.length] ?? []
    const { restore, ...layer } = await granted(t)
    const { world, cwd } = layer
    restore()
    write(nodePath, identity === 'asked' ? `${asked}\n` : node)
    const started = world.starts().length
    const env = change(layer) ?? {}
    const outcome = await world.terraform(['plan'], { cwd, shell, env })
    if (identity === 'asked' || identity === 'refused') {
      t.not(outcome.exitCode, 0)
      t.is(world.starts().length, started, 'terraform is not started')
      t.regex(outcome.stderr, identity === 'asked' ? /^asked\n$/ : /^tfsso: /)
      return
    }
    t.deepEqual([outcome.exitCode, outcome.stderr], [0, ''])
    const start = world.lastStart()
    t.is(world.identity(start.env), identity)
    if (identity !== 'nobody') t.true(fs.existsSync(start.env.AWS_CONFIG_FILE ?? ''))
    if (Object.keys(env).length === 0) return
    await world.terraform(['plan'], { cwd, shell })
    t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd', 'and back again')
  })
}

test.serial('runs with TFSSO_ROLE and runs without it do not disturb each other', async (t) => {
  const { world, cwd, restore } = await granted(t)
  restore()
  write(nodePath, node)
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
