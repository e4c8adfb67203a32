import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { write } from '../rig/project.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { shareWorld } from '../rig/shared-world.ts'
import { coldAndWarm, shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'

const prd = '222222222222 DevOpsPrd'
const shared = '111111111111 DevOps'

async function makeLayers(world: World): Promise<void> {
  const link = (target: string, name: string) => {
    fs.mkdirSync(path.dirname(path.join(world.root, name)), { recursive: true })
    fs.symlinkSync(path.join(world.root, target), path.join(world.root, name))
  }
  for (const name of [
    'apps-prd/us-east-1/net',
    'apps-prd/us-east-1/databases-mysql --',
    'apps-prd/us-east-1/databases-mysql --/rds-export-to-s3',
    'apps-prd/us-east-1/airflow-- ',
    'apps-prd/us-east-1/-dash',
    'shared/net',
  ])
    world.layer(name)
  link('le project/apps-prd/us-east-1/net', 'outside/net')
  link('le project/apps-prd', 'outside/apps')
  link('le project', 'outside/project')
  link('le project/apps-prd/us-east-1/net', 'le project/apps-prd/linked')
  link('le project/apps-prd/us-east-1/net', 'le project/shared/borrowed')
  link('le project/apps-prd/us-east-1', 'le project/shared/region')
  link('le project/modules/vpc', 'le project/shared/module')
  link('outside', 'le project/shared/away')
  // In the project `other`, apps-prd is another account.
  const common = fs.readFileSync(path.join(world.project, 'config/common.tfvars'), 'utf8')
  write(path.join(world.root, 'other/config/common.tfvars'), common.replaceAll('2222', '9999'))
  link('le project/apps-prd', 'other/apps-prd')
  // `readonly` is a second directory of the account apps-prd, with another role.
  const readOnly = 'environment = "apps-prd"\nsso_role = "ReadOnly"\n'
  write(path.join(world.project, 'readonly/config/account.tfvars'), readOnly)
  link('le project/apps-prd/us-east-1/net', 'le project/readonly/net')
  for (const name of ['le project/modules/vpc', 'elsewhere/deep'])
    fs.mkdirSync(path.join(world.root, name), { recursive: true })
  await world.logIn()
}

/** The directories are below the world's root. test/shim/warm.test.ts has more. */
const places: [directory: string, identity: string, chdir?: string][] = [
  ['le project/apps-prd', prd],
  ['le project/apps-prd/us-east-1', prd],
  ['le project/apps-prd/us-east-1/net', prd],
  ['le project/apps-prd/us-east-1/databases-mysql --', prd],
  ['le project/apps-prd/us-east-1/databases-mysql --/rds-export-to-s3', prd],
  ['le project/apps-prd/us-east-1/airflow-- ', prd],
  ['le project/apps-prd/us-east-1/-dash', prd],
  // These directories are reached through links, from outside the project or within one account.
  ['outside/net', prd],
  ['outside/apps/us-east-1/net', prd],
  ['outside/project/apps-prd/us-east-1/net', prd],
  ['le project/apps-prd/linked', prd],
  // These directories are in no layer. The rows after them have a -chdir.
  ['le project', 'nobody'],
  ['le project/config', 'nobody'],
  ['le project/modules/vpc', 'nobody'],
  ['le project/shared/config', 'nobody'],
  ['elsewhere', 'nobody'],
  ['le project', prd, 'apps-prd/us-east-1/net'],
  ['elsewhere', prd, '../le project/apps-prd/us-east-1/airflow-- '],
  ['elsewhere', shared, '../le project/shared/net/'],
  ['elsewhere', prd, '../outside/net'],
  ['elsewhere', prd, '../outside/project/apps-prd/us-east-1/net/./../net'],
  ['le project/apps-prd/us-east-1', prd, '-dash'],
  ['le project/apps-prd/us-east-1/-dash', shared, '../../../shared/net'],
  ['le project/apps-prd/us-east-1/net', 'nobody', '../../../modules/vpc'],
  ['le project/apps-prd/us-east-1/net', 'nobody', '../../..'],
  // A `..` after a link: terraform and tfsso resolve it as the system does. If `link/..` were cut out of the text,
  // these paths would be in no account.
  ['outside/net', prd, '../databases-mysql --'],
  ['elsewhere', prd, '../outside/net/../databases-mysql --'],
  ['outside', shared, 'apps/../shared/net'],
]

const withLayers = shareWorld(async (world) => {
  await makeLayers(world)
  return world
})

/** Interactive shells set PWD to the path that the person took. */
function planIn(world: World, directory: string, chdir: string | undefined, shell: string[] = []) {
  const cwd = path.join(world.root, directory)
  const args = [...(chdir === undefined ? [] : [`-chdir=${chdir}`]), 'plan']
  return { args, cwd, shell, env: { PWD: cwd } }
}

test.serial('a run gets the account of its directory, also through links and -chdir', async (t) => {
  const world = await withLayers(t)
  const rows = places.flatMap(([directory, identity, chdir], number) =>
    coldAndWarm(number).map((shell) => ({ identity, ...planIn(world, directory, chdir, shell) })),
  )
  for (const { identity, args, cwd, shell, exitCode, stderr, starts } of await runInTurn(
    world,
    rows,
  )) {
    const title = `${cwd} ${args} ${shell}`
    t.deepEqual([exitCode, stderr, starts.length], [0, '', 1], title)
    for (const start of starts) {
      t.deepEqual([world.identity(start.env), start.args], [identity, args], title)
      t.is(start.cwd, cwd, `${title}: PWD is put back`)
    }
  }
})

test.serial(
  'a run exits with 78 if its directory is in two accounts, or if only a link puts it into an account',
  async (t) => {
    const world = await withLayers(t)
    const two = /two accounts.*\n.*\/shared.*\(shared\)\n.*\(apps-prd\)\n/
    const away =
      /through a link that leads out of its account.*\n.*\(shared\)\n.*\(in no account\)\n/
    const cases: [message: RegExp, directory: string, chdir?: string][] = [
      [two, 'shared/borrowed'],
      [two, 'shared/region/net'],
      [two, 'shared', 'borrowed'],
      [two, 'apps-prd', '../shared/region/net'],
      [two, 'shared/region', 'net'],
      // `shared/borrowed` is a link to apps-prd/us-east-1/net. The system resolves the link first, so this -chdir leads
      // into apps-prd. As a text, PWD with the -chdir names a directory of `shared` that does not exist. So tfsso takes
      // PWD alone as the person's path. This path is in `shared`, so there are two accounts.
      [two, 'shared/borrowed', '../databases-mysql --'],
      [
        /two accounts.*\n.*\/other\/.*\(apps-prd\)\n.*\(apps-prd\)\n/,
        '../other/apps-prd/us-east-1/net',
      ],
      [/in two places of an account, with different roles/, 'readonly/net'],
      [away, 'shared/away'],
      [away, 'shared/module'],
    ]
    // node compares the accounts alike for every shell, so one shell for each case is enough. The runs of `asks` show
    // that every shell asks node: they fail because node can't start.
    const rows = cases.map(([message, directory, chdir], i) => ({
      ...{
        message,
        code: 78,
        ...planIn(world, `le project/${directory}`, chdir, shells[i % shells.length]),
      },
    }))
    const asks = shells.map((shell) => {
      const run = planIn(world, 'le project/shared/borrowed', undefined, shell)
      const env = { ...run.env, TFSSO_NODE_OPTIONS: '--no-such-option' }
      return { message: /no-such-option/, code: 1, ...run, env }
    })
    for (const { message, code, cwd, args, shell, exitCode, stderr, starts } of await runInTurn(
      world,
      [...rows, ...asks],
    )) {
      t.deepEqual([exitCode, starts], [code, []], `${shell} ${cwd} ${args}`)
      t.regex(stderr, message)
    }
    // Commands that don't require credentials still run.
    const cwd = path.join(world.project, 'shared/away')
    for (const args of [['fmt'], ['validate']]) {
      const outcome = await world.terraform(args, { cwd, env: { PWD: cwd } })
      t.deepEqual([outcome.exitCode, outcome.stderr], [0, ''])
      t.is(world.identity(world.lastStart().env), 'nobody')
    }
    const env = await world.tfsso(['env', '--terragrunt'], { cwd, env: { PWD: cwd } })
    t.is(env.exitCode, 78)
  },
)

test.serial('a PWD that is stale, missing or wrong does not change the account', async (t) => {
  const world = await withLayers(t)
  const cwd = path.join(world.project, 'apps-prd/us-east-1/net')
  const rows = shells.flatMap((shell) =>
    [
      undefined,
      '',
      // mksh and bash 3.2 accept `.` as PWD, which no shell sets in practice.
      ...(/mksh|3/.test(shell[0] ?? '') ? [] : ['.']),
      'net',
      '/nowhere',
      path.join(world.project, 'shared/net'),
      `${cwd}/../net`,
    ].map((PWD) => ({ args: ['plan'], cwd, shell, PWD, env: { PWD } })),
  )
  for (const { shell, PWD, exitCode, stderr, env } of await runInTurn(world, rows)) {
    const title = `${shell} ${PWD}`
    t.deepEqual([exitCode, stderr], [0, ''], title)
    t.is(world.identity(env), prd, title)
  }
})

for (const shell of shells) {
  test(`${shell[0]}: a removed directory is not a layer`, async (t) => {
    const world = await makeWorld(t, { grantsHere: true })
    const cwd = world.layer('apps-prd/us-east-1/gone')
    const run = async (program: string) => {
      fs.mkdirSync(cwd, { recursive: true })
      const line = `cd "$1" && rm -r "$1" && exec ${program} plan`
      return await world.run('sh', ['-c', line, 'sh', cwd], {})
    }
    const name = shell.join(' ')
    const direct = await run(`${name} -c 'exec "$0" "$@"' "${world.root}/real bin/terraform"`)
    const shimmed = await run(`${name} "${world.prefix}/shims/terraform"`)
    t.is(shimmed.exitCode, direct.exitCode)
    t.deepEqual(
      world.starts().map(({ args }) => args),
      [['plan'], ['plan']],
    )
  })
}

test('a run exits with 78 in the directory of an account that is in no project', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  const cwd = world.layer('apps-prd/us-east-1/net')
  const common = path.join(world.project, 'config/common.tfvars')
  fs.renameSync(common, `${common}.example`)
  const outcome = await world.terraform(['plan'], { cwd, shell: shells.at(-1) ?? [] })
  t.is(outcome.exitCode, 78)
  t.true(outcome.stderr.includes(`${common} is missing`), outcome.stderr)
  t.true(outcome.stderr.includes(`${common}.example`))
  t.deepEqual(world.starts(), [])
  // Commands that don't require credentials still run.
  for (const command of ['version', 'validate']) {
    const outcome = await world.terraform([command], { cwd })
    t.deepEqual([outcome.exitCode, outcome.stderr], [0, ''])
  }
})

test('the nearest account and project count, even if they are inside another account or project', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  await world.logIn()
  const outer = world.layer('shared/vendored/apps/net')
  write(
    path.join(world.project, 'shared/vendored/apps/config/account.tfvars'),
    'environment = "security"\nsso_role = "Auditor"\n',
  )
  await world.terraform(['plan'], { cwd: outer })
  t.is(world.identity(world.lastStart().env), '333333333333 Auditor')
  const common = fs.readFileSync(path.join(world.project, 'config/common.tfvars'), 'utf8')
  write(
    path.join(world.project, 'shared/vendored/config/common.tfvars'),
    common.replace('333333333333', '222222222222').replace('222222222222', '333333333333'),
  )
  const { stderr } = await world.terraform(['plan'], { cwd: outer })
  t.regex(stderr, /Auditor.*222222222222|222222222222.*Auditor/s, 'asked in the nearer project')
})
