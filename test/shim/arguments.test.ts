import path from 'node:path'
import test from 'ava'
import { write } from '../rig/project.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { shells } from '../rig/shells.ts'
import type { Start } from '../rig/stand-in.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { commandsOf } from './commands.ts'

const words = (line: string) => line.split(' ').filter((word) => word !== '')

const quoted = (value: string) => `'${value.replaceAll("'", "'\\''")}'`

/** The var-files are in Leverage's order. */
function expectedArguments({ project }: World) {
  const files = [
    "config/a'b $(c).tfvars",
    'config/common.tfvars',
    'apps-prd/config/account.tfvars',
    'apps-prd/config/backend.tfvars',
  ]
  const vars = files.map((file) => `-var-file=""${quoted(path.join(project, file))}`).join(' ')
  const backend = `-backend-config=""${quoted(path.join(project, 'apps-prd/config/backend.tfvars'))}`
  return { vars, backend }
}

const terraformVariables = (env: Start['env']) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('TF_CLI_ARGS')))

for (const tool of ['terraform', 'tofu'] as const) {
  test(`${tool}: each command is started with the right keys and TF_CLI_ARGS_*`, async (t) => {
    const world = await makeWorld(t)
    write(path.join(world.project, "config/a'b $(c).tfvars"), 'x = 1\n')
    write(path.join(world.project, 'config/.hidden.tfvars'), 'x = 1\n')
    const cwd = world.layer('apps-prd/us-east-1/net')
    await world.logIn()
    const { vars, backend } = expectedArguments(world)

    const rows = commandsOf(tool).map((row, i) => ({
      ...row,
      ...{ tool, args: words(row.line), cwd, shell: shells[i % shells.length] ?? [] },
    }))
    for (const { line, ask, given, args, exitCode, stderr, starts, env } of await runInTurn(
      world,
      rows,
    )) {
      const [name, withBackend] = given.split(' ')
      t.deepEqual(
        {
          line,
          exitCode,
          stderr,
          args: starts.map((start) => start.args),
          identity: world.identity(env),
          variables: terraformVariables(env),
        },
        {
          line,
          exitCode: 0,
          stderr: '',
          args: [args],
          identity: ask === 'none' ? 'nobody' : '222222222222 DevOpsPrd',
          variables: name
            ? { [`TF_CLI_ARGS_${name}`]: withBackend ? `${vars} ${backend}` : vars }
            : {},
        },
      )
    }
    t.is(world.emulator.count('GetRoleCredentials'), 1)
  })
}

test("the person's own TF_CLI_ARGS_* come after tfsso’s", async (t) => {
  const world = await makeWorld(t)
  write(path.join(world.project, "config/a'b $(c).tfvars"), 'x = 1\n')
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  const { vars } = expectedArguments(world)
  for (const shell of shells) {
    const env = { TF_CLI_ARGS: '-no-color', TF_CLI_ARGS_plan: "-var 'a=$(b) c'", TF_CLI_ARGS_x: '' }
    await world.terraform(['plan'], { cwd, shell, env })
    t.deepEqual(terraformVariables(world.lastStart().env), {
      ...env,
      TF_CLI_ARGS_plan: `${vars} -var 'a=$(b) c'`,
    })
  }
})

/** more in test/unit/project/backend.test.ts */
const backends: [title: string, body: string, isS3: boolean][] = [
  ['s3', 'terraform {\n  backend "s3" {}\n}', true],
  ['cloud', 'terraform {\n  cloud {}\n}', false],
]
test('only a layer with an S3 backend gets a backend config', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  for (const [title, body, isS3] of backends) {
    const cwd = path.join(world.project, 'apps-prd', title)
    write(path.join(cwd, 'main.tf'), body)
    await world.terraform(['init'], { cwd })
    const given = world.lastStart().env.TF_CLI_ARGS_init ?? ''
    t.regex(given, /^-var-file=""/)
    t.is(given.includes('-backend-config='), isS3, title)
  }
})

test('the shim leaves completion to terraform', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  const completing = await world.terraform(['plan'], { cwd, env: { COMP_LINE: 'terraform pl' } })
  t.is(completing.exitCode, 0)
  t.is(world.lastStart().env.AWS_ACCESS_KEY_ID, undefined)
  // terraform ignores an empty COMP_LINE.
  const empty = await world.terraform(['plan'], { cwd, env: { COMP_LINE: '' } })
  t.is(empty.exitCode, 77)
})
