import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { accountsBlock, locals, prd, shared, writeShapes } from '../rig/account-lists.ts'
import { copyInstallation } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { writeRepository } from '../rig/repository.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'

/* Accounts that come from the repository's own lists of accounts. */

test('with each of six shapes of account lists, cold runs get the account of their directory, and warm runs get it without node', async (t) => {
  const world = await makeWorld(t, { prefix: copyInstallation() })
  // test/unit/layout/tfsso-hcl/lists.test.ts tries every directory. This test tries one directory of each shape, and
  // one that is no layer.
  const all = writeShapes(world)
  const none = all.find(({ identity }) => identity === 'nobody')
  const places = all.filter((place, i) => place.shape !== all[i - 1]?.shape || place === none)
  await world.logIn()
  const runIn = (shell: string[] = []) =>
    places.map((place) => ({ ...place, args: ['plan'], shell }))
  const made = await runInTurn(world, runIn(shells[0]))
  write(path.join(world.prefix, 'libexec/node-path'), '/bin/false\n')
  const again = await runInTurn(
    world,
    shells.flatMap((shell) => runIn(shell)),
  )
  for (const { title, identity, shell, exitCode, stderr, env } of [...made, ...again]) {
    t.deepEqual([exitCode, stderr], [0, ''], `${title} ${shell}`)
    t.is(world.identity(env), identity, title)
  }
  // Completion of --account uses these names.
  const held = path.join(world.home, '.cache/tfsso/held', world.root, 'a repository')
  t.is(fs.readFileSync(path.join(held, '0/.accounts'), 'utf8'), 'inner\nproduction\n')
})

async function whoRuns(t: ExecutionContext, world: World, cwd: string): Promise<string> {
  fs.mkdirSync(cwd, { recursive: true })
  const { exitCode, stderr } = await world.terraform(['plan'], { cwd })
  t.true(exitCode === 0 || exitCode === 78, stderr)
  return exitCode === 0 ? world.identity(world.lastStart().env) : stderr.replaceAll('\n', ' ')
}

test('the next run notices that account.hcl was edited or removed, that a nearer one exists, or that another account has a new id', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  const root = writeRepository(
    world,
    accountsBlock('from = "live/**/account.hcl"\nrole_from = "locals.r"'),
    {
      'live/prod/account.hcl': locals({ account_id: '222222222222', r: 'DevOpsPrd' }),
      'live/other/account.hcl': locals({ account_id: '111111111111', r: 'DevOps' }),
      'live/prod/a/net/main.tf': 'provider "aws" {\n  profile = "acme-other-DevOps"\n}\n',
    },
  )
  await world.logIn()
  const cwd = path.join(root, 'live/prod/a/net')
  const who = (at = cwd) => whoRuns(t, world, at)
  const config = () => fs.readFileSync(world.lastStart().env.AWS_CONFIG_FILE ?? '', 'utf8')
  t.is(await who(), prd)
  t.regex(config(), /acme-other-DevOps/)
  // The new file decides nothing for this layer.
  const made = world.lastStart().env.AWS_CONFIG_FILE
  write(path.join(root, 'live/third/account.hcl'), locals({ account_id: '333333333333', r: 'X' }))
  t.is(await who(), prd)
  t.is(world.lastStart().env.AWS_CONFIG_FILE, made)

  write(
    path.join(root, 'live/other/account.hcl'),
    locals({ account_id: '333333333333', r: 'Auditor' }),
  )
  t.is(await who(), prd)
  t.regex(config(), /333333333333/)
  const nearer = path.join(root, 'live/prod/a/account.hcl')
  write(nearer, locals({ account_name: 'near', account_id: '111111111111', r: 'DevOps' }))
  t.is(await who(), shared)
  fs.rmSync(nearer)
  t.is(await who(), prd)

  // Without an account.hcl above it, a directory is no layer.
  const bare = path.join(root, 'live/new/net')
  t.is(await who(bare), 'nobody')
  write(
    path.join(root, 'live/new/account.hcl'),
    locals({ account_id: '111111111111', r: 'DevOps' }),
  )
  t.is(await who(bare), shared)
})

test('if two accounts in a list swap their names, the next run uses the new account', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  const entry = (name: string, id: string, r: string) => locals({ env: name, account_id: id, r })
  const root = writeRepository(
    world,
    accountsBlock(
      'from = "a/*.hcl"\nname = "locals.env"\nrole_from = "locals.r"\npaths = ["envs/${account}"]',
    ),
    {
      'a/1.hcl': entry('one', '222222222222', 'DevOpsPrd'),
      'a/2.hcl': entry('two', '111111111111', 'DevOps'),
    },
  )
  await world.logIn()
  const cwd = path.join(root, 'envs/one')
  t.is(await whoRuns(t, world, cwd), prd)
  write(path.join(root, 'a/1.hcl'), entry('two', '222222222222', 'DevOpsPrd'))
  write(path.join(root, 'a/2.hcl'), entry('one', '111111111111', 'DevOps'))
  t.is(await whoRuns(t, world, cwd), shared)
})

test('if tfsso.hcl names a list of accounts that does not exist, a run exits with 78 and names the line', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  const root = writeRepository(world, accountsBlock('from = "gone.json"'))
  t.regex(await whoRuns(t, world, root), /line 5: accounts: there is no file .*gone\.json/)
})
