import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { accountsBlock, locals, prd, shared, writeShapes } from '../rig/account-lists.ts'
import { copyInstallation } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { writeRepository } from '../rig/repository.ts'
import { coldAndWarm } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'

/* Tests of accounts that come from the repository's own lists of accounts. */

test('six shapes of lists: every directory has its account, in cold runs, in warm runs, and without node', async (t) => {
  const world = await makeWorld(t, { prefix: copyInstallation() })
  const places = writeShapes(world)
  await world.logIn()
  for (const [number, { title, cwd, identity }] of places.entries())
    for (const shell of coldAndWarm(number)) {
      const { exitCode, stderr } = await world.terraform(['plan'], { cwd, shell })
      t.deepEqual([exitCode, stderr], [0, ''], title)
      t.is(world.identity(world.lastStart().env), identity, title)
    }
  // Completion of --account uses these names.
  const held = path.join(world.home, '.cache/tfsso/held', world.root, 'a repository')
  t.is(fs.readFileSync(path.join(held, '0/.accounts'), 'utf8'), 'inner\nproduction\n')
  write(path.join(world.prefix, 'libexec/node-path'), '/bin/false\n')
  for (const { title, cwd, identity } of places) {
    t.is((await world.terraform(['plan'], { cwd })).exitCode, 0, title)
    t.is(world.identity(world.lastStart().env), identity, title)
  }
})

/** Runs plan. Returns the account and role of the run, or the message if it fails. */
async function whoRuns(t: ExecutionContext, world: World, cwd: string): Promise<string> {
  fs.mkdirSync(cwd, { recursive: true })
  const { exitCode, stderr } = await world.terraform(['plan'], { cwd })
  t.true(exitCode === 0 || exitCode === 78, stderr)
  return exitCode === 0 ? world.identity(world.lastStart().env) : stderr.replaceAll('\n', ' ')
}

test('the next run notices that account.hcl was edited or removed, that a nearer one exists, or that another account has a new id', async (t) => {
  const world = await makeWorld(t)
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
  // A new file in another directory decides nothing for this layer, so the grant stays good.
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
  // The nearest file decides. If it is wrong, tfsso does not use a file further up instead.
  write(nearer, 'locals {\n  account_id = get_env("X", "222222222222")\n  r = "DevOpsPrd"\n}\n')
  t.regex(
    await who(),
    /a\/account\.hcl: locals\.aws_account_id or locals\.account_id is an expression/,
  )
  write(nearer, 'locals {')
  t.regex(await who(), /a\/account\.hcl, line 1, column/)
  t.is(await who(path.join(root, 'live/prod')), prd)
  fs.rmSync(nearer)
  t.is(await who(), prd)

  // A directory is not a layer if no account.hcl is above it.
  const bare = path.join(root, 'live/new/net')
  t.is(await who(bare), 'nobody')
  write(
    path.join(root, 'live/new/account.hcl'),
    locals({ account_id: '111111111111', r: 'DevOps' }),
  )
  t.is(await who(bare), shared)
  // Two accounts have the same name, in different directories.
  write(
    path.join(root, 'live/x/new/account.hcl'),
    locals({ account_id: '111111111111', r: 'DevOps' }),
  )
  t.regex(
    await who(path.join(root, 'live/x')),
    /Two accounts are called new: .*live\/new\/account\.hcl and .*live\/x\/new\/account\.hcl/,
  )
})

test('a changed name in a file that lists accounts takes effect at once', async (t) => {
  const world = await makeWorld(t)
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
  write(path.join(root, 'a/2.hcl'), 'locals {\n  env = local.x\n}\n')
  t.regex(await whoRuns(t, world, cwd), /2\.hcl: the account's name is an expression/)
  t.is(await whoRuns(t, world, path.join(root, 'envs/two')), prd)
})

test('some mistakes in a list of accounts stop all layers', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const files = {
    'accounts.json': '{"prod": {"id": "222222222222"}, "prod": {"id": "111111111111"}}',
    'list.yaml': 'accounts: none\n',
    'fine.json': '{"prod": {"id": "222222222222"}}',
  }
  const each = 'each = "."\nid = "id"\nrole = "DevOpsPrd"\npaths = ["."]'
  const mistakes: [string, RegExp][] = [
    ['', /line 5: accounts: from must be one pattern of files/],
    ['from = ["a.hcl", "b.hcl"]', /from must be one pattern of files/],
    [
      'from = "accounts.txt"',
      /from: "accounts\.txt" does not end in any of \.hcl, \.tfvars, \.json/,
    ],
    ['from = "/accounts.json"', /is an absolute path/],
    ['from = "gone.json"', /line 5: accounts: there is no file .*gone\.json/],
    ['from = "fine.json"\nkey = "x"', /line 7: unknown key key/],
    ['from = "fine.json"\nrole = "A"\nrole_from = "b"', /role and role_from are both set/],
    [
      `from = "accounts.json"\n${each}`,
      /accounts\.json, line 1, column \d+: Map keys must be unique/,
    ],
    [
      `from = "list.yaml"\n${each.replace('"."', '"accounts"')}`,
      /list\.yaml: accounts is not a map of accounts, but .* line 5 /,
    ],
    [
      `from = "fine.json"\n${each}\n}\naccount "prod" {\nid = "222222222222"`,
      /Two accounts are called prod: .*tfsso\.hcl, line \d+ and .*fine\.json: prod/,
    ],
  ]
  const root = writeRepository(world, accountsBlock(`from = "fine.json"\n${each}`), files)
  t.is(await whoRuns(t, world, root), prd)
  for (const [block, message] of mistakes) {
    write(path.join(root, 'tfsso.hcl'), accountsBlock(block))
    t.regex(await whoRuns(t, world, root), message, block)
  }
})
