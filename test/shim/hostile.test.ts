import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { coldAndWarm, shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'

/** A text that creates a file in HOME if a shell reads it as code. */
const code =
  '$(touch "$HOME/evil") `touch "$HOME/evil"` \'; touch "$HOME/evil"; \' " & touch "$HOME/evil" #'

const untouched = (world: World) => !fs.existsSync(path.join(world.home, 'evil'))

test('no shell reads a directory’s name as code', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  // A directory's name can't contain a slash, so use a variant of the code without one.
  const name = code.replaceAll('"$HOME/evil"', '"$HOME"evil')
  const names = [name, `${name}\n${name}`, '-rf', '*', '~', '${HOME}', 'a\nb\n', '\\n\\']
  for (const [number, directory] of names.entries()) {
    const project = path.join(world.root, directory, 'p')
    fs.mkdirSync(path.dirname(project), { recursive: true })
    fs.cpSync(world.project, project, { recursive: true })
    const cwd = path.join(project, 'apps-prd', directory)
    fs.mkdirSync(cwd, { recursive: true })
    for (const shell of coldAndWarm(number)) {
      const { exitCode, stderr } = await world.terraform(['plan'], { cwd, shell })
      t.deepEqual([exitCode, stderr], [0, ''], `${directory} ${shell}`)
      const { env } = world.lastStart()
      t.is(world.identity(env), '222222222222 DevOpsPrd')
      // Let sh split the arguments, because it handles single quotes as terraform does.
      const { stdout } = await world.run('sh', ['-c', `printf '%s\\n' ${env.TF_CLI_ARGS_plan}`])
      t.true(stdout.startsWith(`-var-file=${project}/config/common.tfvars\n`), stdout)
    }
  }
  t.true(untouched(world))
  t.false(fs.existsSync(`${world.home}evil`))
})

test('no shell reads a value of the tfvars as code', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  const literal = JSON.stringify(code.replaceAll('${', '$${'))
  const files = [
    'config/common.tfvars',
    'apps-prd/config/account.tfvars',
    'apps-prd/config/backend.tfvars',
  ]
  let number = 0
  for (const file of files.map((name) => path.join(world.project, name))) {
    const text = fs.readFileSync(file, 'utf8')
    const keys = [...text.matchAll(/^\s*(\w+)\s*= "/gm)].map(([, key = '']) => key)
    for (const key of keys) {
      fs.writeFileSync(
        file,
        text.replace(new RegExp(`^(\\s*${key}\\s*= )"[^"]*"`, 'm'), (_, name) => name + literal),
      )
      for (const shell of coldAndWarm(number++)) {
        const { exitCode } = await world.terraform(['apply'], { cwd, shell })
        t.true([0, 78].includes(exitCode ?? -1), `${file} ${key}: ${exitCode}`)
        // node has refused this value, so no shell has seen it.
        if (exitCode === 78) break
      }
      t.true(untouched(world), `${file} ${key}`)
    }
    fs.writeFileSync(file, text)
  }
})

test("an account's key with shell code in it appears unchanged in the message, and no shell runs it", async (t) => {
  const world = await makeWorld(t)
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
  for (const shell of coldAndWarm(0)) {
    const { exitCode, stderr } = await world.terraform(['apply'], { cwd, shell })
    t.deepEqual([exitCode, stderr], [0, ''])
    t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
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
  const world = await makeWorld(t)
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
  for (const [number, name] of names.entries()) {
    for (const shell of coldAndWarm(number)) {
      const { exitCode } = await world.terraform(['plan'], { cwd, shell, env: { [name]: code } })
      t.is(exitCode, 0, name)
      t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd', name)
    }
    t.true(untouched(world), name)
  }
  for (const name of ['TFSSO_ROLE', 'TFSSO', 'TFSSO_TERRAFORM'])
    for (const shell of shells) {
      const { exitCode } = await world.terraform(['plan'], { cwd, shell, env: { [name]: code } })
      t.true([78, 127].includes(exitCode ?? -1), name)
      t.true(untouched(world), name)
    }
})

test('the shim does not treat a role that looks like a path as a path', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  const grants = path.join(world.home, '.cache/tfsso/grants', cwd, '.tfsso')
  // The shim would read this file if it took the role for a part of a path.
  fs.mkdirSync(path.join(grants, 'terraform.full@x'))
  fs.writeFileSync(path.join(grants, 'planted'), 'touch "$HOME/planted"\n')
  fs.chmodSync(path.join(grants, 'planted'), 0o600)
  const soon = Date.now() / 1000 + 3600
  fs.utimesSync(path.join(grants, 'planted'), soon, soon)
  const env = { TFSSO_ROLE: 'x/../planted' }
  for (const shell of shells)
    t.is((await world.terraform(['plan'], { cwd, shell, env })).exitCode, 78)
  t.false(fs.existsSync(path.join(world.home, 'planted')))
})
