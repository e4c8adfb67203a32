import path from 'node:path'
import test from 'ava'
import { runInTurn } from '../rig/run-in-turn.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld } from '../rig/world.ts'
import { runInside } from './run-inside.ts'

/**
 * The inner run can restore these without the outer run's record (TFSSO_GIVEN_*, TFSSO_WAS_*). A variable that is only
 * cleared, such as AWS_PROFILE, needs the record, so it is not in `own`.
 */
const own = {
  AWS_CONFIG_FILE: '/nowhere/own config',
  AWS_REGION: 'us-east-1',
  TF_CLI_ARGS_plan: `-var 'a=$(b) c' -var "d=it's"`,
  TF_CLI_ARGS_apply: '-parallelism=3',
}

/** Returns the start of an sh command that passes on only variables whose name (`$_`) makes `condition` true. */
const keep = (condition: string) =>
  `exec perl -e 'for (keys %ENV) { delete $ENV{$_} unless (${condition}) } exec @ARGV'`

const marks = ['TFSSO_GIVEN', 'TFSSO_GIVEN_TOKEN_END'].concat(
  ['CONFIG_FILE', 'ACCESS_KEY_ID', 'CREDENTIAL_EXPIRATION', 'REGION', 'DEFAULT_REGION'].map(
    (name) => `TFSSO_GIVEN_AWS_${name}`,
  ),
  ['TFSSO_WAS_AWS_CONFIG_FILE'],
)

const ways: [how: string, command: string][] = [
  ['by prefix', keep('!/^TFSSO_/')],
  ['by an allow-list', keep('/^(AWS_|TF_|STANDIN_|HOME$|PATH$)/')],
  ...marks.map((name): [string, string] => [name, keep(`$_ ne "${name}"`)]),
]

/** The first two `ways` remove all `marks`. Each of the others removes one. */
const losingAll = 2

const inner: [where: string, cd: string, command: string][] = [
  ["another account's layer, the same command", 'shared/net', 'apply'],
  ["another account's layer, another command", 'shared/net', 'plan'],
  ['the same layer', 'apps-prd/net', 'apply'],
  ['outside a layer, the same command', '.', 'apply'],
  ['outside a layer, another command', '.', 'plan'],
  ['a command without credentials', 'shared/net', 'version'],
]

type Variables = Record<string, string | undefined>

/** Leaves out what differs in every run. */
function comparable(env: Variables): Variables {
  const { PWD, OLDPWD, SHLVL, _, TFSSO_TRIED, TFSSO_LOGIN, STANDIN_RUN, STANDIN_STARTS, ...rest } =
    env
  return rest
}

const isListed = (name: string) => /^(AWS_|TF_|TFSSO_|STANDIN_|HOME$|PATH$)/.test(name)
const listed = (env: Variables) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => isListed(name)))

for (const [title, mine] of [
  ['own variables', own],
  ['none', {}],
] as const) {
  test(`a run inside a run restores the person's environment, even if the record of that environment was lost: ${title}`, async (t) => {
    const world = await makeWorld(t)
    for (const account of ['apps-prd', 'shared']) world.layer(`${account}/net`)
    await world.logIn()
    const direct = await runInTurn(
      world,
      inner.map(([, cd, command]) => ({
        ...{ args: [command], cwd: path.join(world.project, cd), env: { ...mine } },
      })),
    )
    t.true(direct.every(({ starts }) => starts.length === 1))
    const rows = inner.flatMap(([where, cd, command], place) =>
      ways
        // The ways that remove all `marks` are tried in each row of `inner`. Each of the other ways is tried in one
        // row, in turn. It is also tried outside a layer, where tfsso must restore all variables.
        .filter(
          (_, way) => way < losingAll || [way % inner.length, inner.length - 2].includes(place),
        )
        .map(([how, tool]) => ({
          what: `${where}; ${how}`,
          alone: comparable(direct[place]?.env ?? {}),
          script: `cd ../../'${cd}'; ${tool} terraform ${command}`,
        })),
    )
    for (const [number, shell] of shells.entries()) {
      const ours = rows.filter((_, i) => i % shells.length === number)
      const scripts = ours.map(({ script }) => script)
      const cwd = path.join(world.project, 'apps-prd/net')
      const ran = await runInside(world, ['apply'], scripts, { cwd, shell, env: { ...mine } })
      for (const [i, start] of ran.inner.entries()) {
        const { what, alone } = ours[i] as (typeof rows)[0]
        const said = `${what}; ${shell[0]}: ${ran.stderr}`
        t.deepEqual(listed(comparable(start?.env ?? {})), listed(alone), said)
      }
    }
  })
}

test('without the record, a run does not keep an AWS config of tfsso that has been removed', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/net')
  await world.logIn()
  for (const shell of shells) {
    const between = `mv "$AWS_CONFIG_FILE" "$AWS_CONFIG_FILE.x"; (${keep('!/^TFSSO_/')} terraform version)`
    const env = { STANDIN_RUN: `${between}; mv "$AWS_CONFIG_FILE.x" "$AWS_CONFIG_FILE"` }
    await world.terraform(['plan'], { cwd, shell, env })
    t.is(world.lastStart().args[0], 'version')
    t.is(world.lastStart().env.AWS_CONFIG_FILE, undefined, shell[0])
  }
})

/** tfsso's arguments are cut off, quoted, or joined to something. */
const changes = [
  `"\${TF_CLI_ARGS_apply%???}"`,
  `"'\${TF_CLI_ARGS_apply}'"`,
  `"x\${TF_CLI_ARGS_apply}"`,
  `"\${TF_CLI_ARGS_apply}x"`,
]
test("a run exits with 78 if it can't tell the outer run's arguments from the person's", async (t) => {
  const world = await makeWorld(t)
  for (const account of ['apps-prd', 'shared']) world.layer(`${account}/net`)
  await world.logIn()
  const scripts = changes.map(
    (change) =>
      `TF_CLI_ARGS_apply=${change}; export TF_CLI_ARGS_apply; cd ../../shared/net; terraform apply; echo "ended with $?" >&2`,
  )
  for (const shell of shells) {
    const cwd = path.join(world.project, 'apps-prd/net')
    const { stderr, inner } = await runInside(world, ['apply'], scripts, { cwd, shell })
    const said = stderr.match(/TF_CLI_ARGS_apply contains arguments of an outer run/g)
    t.deepEqual([said?.length, stderr.match(/ended with 78\n/g)?.length], [4, 4], shell[0])
    t.deepEqual(inner, [undefined, undefined, undefined, undefined])
  }
})
