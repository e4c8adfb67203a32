import fs from 'node:fs'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { asSettings, issueKeys } from '../rig/own-keys.ts'
import { profileOf } from '../rig/project.ts'
import { needsEachTool as test } from '../rig/terraform.ts'
import { makeWorld, type Outcome, type RunOptions, type World } from '../rig/world.ts'

const body = `resource "terraform_data" "imported" {}
resource "terraform_data" "more" {
  input = var.more
}
variable "more" {
  default = "nothing"
}
`

/** One of two copies of a layer. */
interface Copy {
  directory: string
  terraform(args: string[], options?: RunOptions): Promise<Outcome>
}

/** The person only types terraform. */
function plainCopy(world: World): Copy {
  const directory = world.layer('apps-prd/us-east-1/databases-mysql --', body)
  return {
    directory,
    terraform: (args, options) => world.terraform(args, { cwd: directory, ...options }),
  }
}

const takesVarFiles = ['plan', 'apply', 'destroy', 'import', 'console']

/** The person gives everything by hand: var-files, backend config, and a profile with static keys. */
function manualCopy(world: World): Copy {
  const directory = world.layer('apps-prd/us-east-1/databases-hand --', body)
  const account = world.account('apps-prd')
  const config = path.join(world.root, 'config by hand')
  const keys = issueKeys(world, account.id, account.role)
  fs.writeFileSync(config, `[profile ${profileOf(account)}]\n${asSettings(keys)}`)
  const inProject = (name: string) => path.join(world.project, name)
  const varFiles = [
    'config/common.tfvars',
    'apps-prd/config/account.tfvars',
    'apps-prd/config/backend.tfvars',
  ].map((name) => `-var-file=${inProject(name)}`)
  return {
    directory,
    terraform(args, options) {
      const at = args.findIndex((arg) => !arg.startsWith('-'))
      const command = args[at] ?? ''
      const given =
        command === 'init'
          ? [`-backend-config=${inProject('apps-prd/config/backend.tfvars')}`]
          : takesVarFiles.includes(command) && !(command === 'apply' && args.at(-1) === 'p')
            ? varFiles
            : []
      const all = [...args.slice(0, at + 1), ...given, ...args.slice(at + 1)]
      const env = { ...options?.env, AWS_CONFIG_FILE: config, TFSSO: 'off' }
      return world.terraform(all, { cwd: directory, ...options, env })
    },
  }
}

/** Replaces what differs between runs and copies. Sorts the lines, because the order of resources varies. */
function normalize({ exitCode, stdout, stderr }: Outcome) {
  const lines = (text: string) =>
    text
      .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<uuid>')
      .replaceAll(/\b\d+(m\d+)?s\b/g, '<time>')
      .replaceAll('databases-hand', 'databases-mysql')
      .split('\n')
      .sort()
  return { exitCode, stdout: lines(stdout), stderr: lines(stderr) }
}

/** Runs a command in both copies and compares them. Returns the plain copy's outcome. */
async function same(
  t: ExecutionContext<unknown>,
  [plain, manual]: [Copy, Copy],
  exitCode: number,
  args: string[],
  options?: RunOptions,
): Promise<Outcome> {
  const [ours, theirs] = await Promise.all([
    plain.terraform(args, options),
    manual.terraform(args, options),
  ])
  t.deepEqual(normalize(ours), normalize(theirs), args.join(' '))
  t.is(ours.exitCode, exitCode, `${args}: ${ours.stdout}${ours.stderr}`)
  return ours
}

test('commands do the same with tfsso as with var-files, backend config and profile given by hand', async (t) => {
  const world = await makeWorld(t)
  world.useRealTerraform()
  await world.logIn()
  const copies: [Copy, Copy] = [plainCopy(world), manualCopy(world)]
  const run = (exitCode: number, args: string[], options?: RunOptions) =>
    same(t, copies, exitCode, args, options)
  const env = { TF_CLI_ARGS: '-no-color' }

  const [plain] = copies
  const inits = copies.map(({ directory, terraform }) =>
    terraform([`-chdir=${directory}`, 'init', '-input=false'], { cwd: world.home, env }),
  )
  const [ours, theirs] = await Promise.all(inits)
  t.is(ours?.exitCode, 0, ours?.stderr)
  t.deepEqual(ours && normalize(ours), theirs && normalize(theirs))
  // A relative -chdir, from a layer of another account.
  const elsewhere = world.layer('shared/global/base-dns')
  const chdir = `-chdir=${path.relative(elsewhere, plain.directory)}`
  const relative = await world.terraform([chdir, 'plan', '-no-color'], { cwd: elsewhere })
  t.deepEqual([relative.exitCode, relative.stderr], [0, ''])
  t.regex(relative.stdout, /input {2}= "bb-apps-prd"/)

  await run(0, ['validate'], { env })
  await run(0, ['import', 'terraform_data.imported', 'some-id'], { env })
  await run(2, ['plan', '-detailed-exitcode', '-var', 'more=x y'], { env })
  await run(0, ['plan', '-out=p', '-lock=false'], { env })
  t.regex((await run(0, ['apply', 'p'], { env })).stdout, /2 added/)
  await run(0, ['plan', '-out', 'p'], { env: { ...env, TF_CLI_ARGS_plan: "-var 'more=my own'" } })
  const applied = await run(0, ['apply', '-lock=false', 'p'], { env })
  t.regex(applied.stdout, /1 changed/, 'what the person had in TF_CLI_ARGS_plan counts')
  await run(1, ['apply', 'p'], { env })
  await run(0, ['apply', '-auto-approve'], { env })
  await run(0, ['plan', '-detailed-exitcode'], { env })
  t.deepEqual((await run(0, ['state', 'list'])).stdout.trim().split('\n'), [
    'terraform_data.imported',
    'terraform_data.more',
    'terraform_data.this',
  ])
  const { name } = JSON.parse((await run(0, ['output', '-json'])).stdout)
  t.is(name.value, 'bb-apps-prd')
  const parse = `"${process.execPath}" -p 'JSON.parse(fs.readFileSync(0)).name.value'`
  const piped = await world.run('sh', ['-c', `${world.command} output -json | ${parse}`], {
    cwd: plain.directory,
  })
  t.deepEqual([piped.exitCode, piped.stdout, piped.stderr], [0, 'bb-apps-prd\n', ''])
  const input = 'join("/", [var.project, var.environment, var.sso_role, var.profile])\n'
  const console_ = await run(0, ['console'], { env, input })
  t.is(console_.stdout, '"bb/apps-prd/DevOpsPrd/bb-apps-prd-devopsprd"\n')
  t.is((await run(0, ['fmt', '-'], { input: 'a   = 1\nbcd=2\n' })).stdout, 'a   = 1\nbcd = 2\n')
  await run(0, ['workspace', 'new', 'x'], { env })
  await run(0, ['workspace', 'list'], { env })
  await run(0, ['workspace', 'select', 'default'], { env })
  await run(0, ['destroy', '-auto-approve'], { env })

  const written = world.emulator.objects.map(({ bucket, key, accountId, role }) => [
    bucket,
    key.replace('databases-hand', 'databases-mysql'),
    accountId,
    role,
  ])
  const at = 'apps-prd/us-east-1/databases-mysql --/terraform.tfstate'
  const by = ['222222222222', 'DevOpsPrd']
  t.deepEqual(
    written.sort(),
    [at, at, `env:/x/${at}`, `env:/x/${at}`].map((key) => [
      'bb-apps-prd-terraform-backend',
      key,
      ...by,
    ]),
  )
})
