import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { runInTurn } from '../rig/run-in-turn.ts'
import { coldAndWarm, shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'

/** A shell that reads this as code creates a file in HOME. */
const code =
  '$(touch "$HOME/evil") `touch "$HOME/evil"` \'; touch "$HOME/evil"; \' " & touch "$HOME/evil" #'

const untouched = (world: World) => !fs.existsSync(path.join(world.home, 'evil'))

test('no shell reads a directory’s name as code', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  await world.logIn()
  // A directory's name can't contain a slash.
  const name = code.replaceAll('"$HOME/evil"', '"$HOME"evil')
  const names = [
    [`${name}\n${name}`, '-rf', '*', '~', name].join('/'),
    ['~', '${HOME}', '\\n\\', 'a\nb\n'].join('/'),
  ]
  const rows = names.flatMap((directory, number) => {
    const project = path.join(world.root, directory, 'p')
    fs.mkdirSync(path.dirname(project), { recursive: true })
    fs.cpSync(world.project, project, { recursive: true })
    const cwd = path.join(project, 'apps-prd', directory)
    fs.mkdirSync(cwd, { recursive: true })
    return coldAndWarm(number).map((shell) => ({ args: ['plan'], cwd, shell, project }))
  })
  for (const { project, cwd, shell, exitCode, stderr, env } of await runInTurn(world, rows)) {
    t.deepEqual([exitCode, stderr], [0, ''], `${cwd} ${shell}`)
    t.is(world.identity(env), '222222222222 DevOpsPrd')
    const [first] = wordsOf(env.TF_CLI_ARGS_plan ?? '')
    t.is(first, `-var-file=${project}/config/common.tfvars`)
  }
  t.true(untouched(world))
  t.false(fs.existsSync(`${world.home}evil`))
})

const split = new Map<string, string[]>()
/** Lets sh split the text, because sh handles single quotes as terraform does. */
function wordsOf(text: string): string[] {
  const known = split.get(text)
  if (known) return known
  const script = `printf '%s\\0' ${text}`
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0')
  split.set(text, words)
  return words
}

test('no shell reads a value of the tfvars as code', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  const literal = JSON.stringify(code.replaceAll('${', '$${'))
  const spoil = (name: string, keys: string) => {
    const file = path.join(world.project, name)
    const text = fs.readFileSync(file, 'utf8')
    const value = new RegExp(`^(\\s*(?:${keys})\\s*= )"[^"]*"`, 'gm')
    fs.writeFileSync(
      file,
      text.replace(value, (_, key) => key + literal),
    )
  }
  // tfsso accepts any text as the value of these keys.
  spoil('config/common.tfvars', 'project_long|region_secondary|email')
  spoil('apps-prd/config/backend.tfvars', 'bucket|region')
  const runs = coldAndWarm(0).map((shell) => ({ args: ['apply'], cwd, shell }))
  for (const { exitCode, stderr, shell } of await runInTurn(world, runs))
    t.deepEqual([exitCode, stderr], [0, ''], shell[0])
  t.true(untouched(world))
  // node refuses these values (test/unit/layout/leverage/settings.test.ts), so no shell sees them.
  spoil('config/common.tfvars', 'project|region_primary|sso_start_url|sso_region')
  spoil('apps-prd/config/account.tfvars', 'environment|sso_role')
  spoil('apps-prd/config/backend.tfvars', 'profile')
  t.is((await world.terraform(['apply'], { cwd })).exitCode, 78)
  t.true(untouched(world))
})

test("an account's key with shell code in it appears unchanged in the message, and no shell runs it", async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  const replace = (file: string, from: string, to: string) => {
    const text = fs.readFileSync(path.join(world.project, file), 'utf8')
    fs.writeFileSync(
      path.join(world.project, file),
      text.replace(from, () => to),
    )
  }
  const key = JSON.stringify(code)
  replace('config/common.tfvars', '  apps-prd = ', `  ${key} = `)
  replace('apps-prd/config/account.tfvars', '"apps-prd"', key)
  const runs = coldAndWarm(0).map((shell) => ({ args: ['apply'], cwd, shell }))
  for (const { exitCode, stderr, env } of await runInTurn(world, runs)) {
    t.deepEqual([exitCode, stderr], [0, ''])
    t.is(world.identity(env), '222222222222 DevOpsPrd')
  }
  for (const shell of shells) {
    const run = world.terminal(`exec ${shell.join(' ')} "$TFSSO_SHIM" apply`, {
      cwd,
      env: { TFSSO_SHIM: `${world.prefix}/shims/terraform` },
    })
    await run.exited
    t.regex(run.screen, /tfsso: \$\(touch "\$HOME\/evil"\) `touch.*\(222222222222\) as DevOpsPrd/)
  }
  t.true(untouched(world))
})

test('no shell reads an environment variable as code', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  const names = [
    'TF_DATA_DIR',
    'AWS_CONFIG_FILE',
    'AWS_SHARED_CREDENTIALS_FILE',
    'AWS_REGION',
    'AWS_PROFILE',
    'AWS_ROLE_ARN',
    'TF_CLI_ARGS_plan',
    'TFSSO_QUIET',
    'TFSSO_DEBUG',
    'AWS_ACCESS_KEY_ID',
    'XDG_CACHE_HOME',
    'OLDPWD',
    'CDPATH',
    'TFSSO_TRIED',
    'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    'tfsso_inputs',
  ]
  const rows = names.flatMap((name, number) =>
    coldAndWarm(number).map((shell) => ({
      ...{ name, args: ['plan'], cwd, shell, env: { [name]: code } },
    })),
  )
  for (const { name, exitCode, env } of await runInTurn(world, rows)) {
    t.is(exitCode, 0, name)
    t.is(world.identity(env), '222222222222 DevOpsPrd', name)
  }
  const refused = ['TFSSO_ROLE', 'TFSSO', 'TFSSO_TERRAFORM'].flatMap((name) =>
    // node refuses the role, so one shell is enough.
    (name === 'TFSSO_ROLE' ? shells.slice(0, 1) : shells).map((shell) => ({
      ...{ args: ['plan'], cwd, shell, env: { [name]: code } },
    })),
  )
  for (const { exitCode } of await runInTurn(world, refused)) t.true([78, 127].includes(exitCode))
  t.true(untouched(world))
})

test('the shim does not treat a role that looks like a path as a path', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  const grants = path.join(world.home, '.cache/tfsso/grants', cwd, '.tfsso')
  // If the shim put the role into a path, the path would lead through this directory to `planted`.
  fs.mkdirSync(path.join(grants, 'terraform.full@x'))
  const [format] = fs.readFileSync(path.join(grants, 'terraform.full'), 'utf8').split('\n')
  fs.writeFileSync(path.join(grants, 'planted'), `${format}\ntouch "$HOME/planted"\n`)
  fs.chmodSync(path.join(grants, 'planted'), 0o600)
  const soon = Date.now() / 1000 + 3600
  fs.utimesSync(path.join(grants, 'planted'), soon, soon)
  // With these options node ends at once.
  const env = { TFSSO_ROLE: 'x/../planted', TFSSO_NODE_OPTIONS: '--no-such-option' }
  const runs = shells.map((shell) => ({ args: ['plan'], cwd, shell, env }))
  for (const { exitCode } of await runInTurn(world, runs)) t.not(exitCode, 0)
  t.false(fs.existsSync(path.join(world.home, 'planted')))
})
