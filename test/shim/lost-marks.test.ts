import path from 'node:path'
import test from 'ava'
import { shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'

/**
 * Variables of the person that the inner run can restore even without the record, because the outer run replaces them.
 * A variable that the outer run only clears (AWS_PROFILE) can't be restored without the record.
 */
const own = {
  AWS_CONFIG_FILE: '/nowhere/own config',
  AWS_REGION: 'us-east-1',
  TF_CLI_ARGS_plan: `-var 'a=$(b) c' -var "d=it's"`,
  TF_CLI_ARGS_apply: '-parallelism=3',
}

/**
 * Returns a command that stands between the outer and the inner run. It passes on only the variables whose name (`$_`)
 * fulfils this Perl condition.
 */
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

/** The first two ways lose all marks. The others lose one mark each. */
const losingAll = 2

const inner: [where: string, cd: string, command: string][] = [
  ["another account's layer, the same command", 'shared/net', 'apply'],
  ["another account's layer, another command", 'shared/net', 'plan'],
  ['the same layer', 'apps-prd/net', 'apply'],
  ['outside a layer, the same command', '.', 'apply'],
  ['outside a layer, another command', '.', 'plan'],
  ['a command without credentials', 'shared/net', 'version'],
]

/** Returns the environment of a start, without the variables that differ in every run. */
function comparable(env: Record<string, string>): Record<string, string | undefined> {
  const { PWD, OLDPWD, SHLVL, _, TFSSO_TRIED, TFSSO_LOGIN, STANDIN_RUN, ...rest } = env
  return rest
}

/** Starts a run that is not inside another run, and returns its environment. */
async function direct(world: World, cd: string, command: string, mine: object) {
  await world.terraform([command], { cwd: path.join(world.project, cd), env: { ...mine } })
  return comparable(world.lastStart().env)
}

for (const [title, mine] of [
  ['own variables', own],
  ['none', {}],
] as const) {
  test(`a run inside a run restores the person's environment, even if the record of it was lost: ${title}`, async (t) => {
    const world = await makeWorld(t)
    for (const account of ['apps-prd', 'shared']) world.layer(`${account}/net`)
    await world.logIn()
    let turn = 0
    for (const [place, [where, cd, command]] of inner.entries()) {
      const alone = await direct(world, cd, command, mine)
      for (const [way, [how, tool]] of ways.entries()) {
        // A way that loses one mark is tried in two places: in one place in turn, and outside a layer, where every
        // variable must be the person's own.
        if (way >= losingAll && ![way % inner.length, inner.length - 2].includes(place)) continue
        const shell = shells[turn++ % shells.length] ?? []
        const { stderr } = await world.terraform(['apply'], {
          cwd: path.join(world.project, 'apps-prd/net'),
          shell,
          env: { ...mine, STANDIN_RUN: `cd ../../'${cd}'; ${tool} terraform ${command}` },
        })
        const nested = comparable(world.lastStart().env)
        const isListed = (name: string) => /^(AWS_|TF_|TFSSO_|STANDIN_|HOME$|PATH$)/.test(name)
        const only = (env: Record<string, string | undefined>) =>
          Object.fromEntries(Object.entries(env).filter(([name]) => isListed(name)))
        t.deepEqual(only(nested), only(alone), `${where}; ${how}; ${shell[0]}: ${stderr}`)
      }
    }
  })
}

test('without the record, a run does not keep an AWS config of tfsso that has been removed', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/net')
  await world.logIn()
  for (const shell of shells) {
    const between = `rm "$AWS_CONFIG_FILE"; ${keep('!/^TFSSO_/')}`
    const env = { STANDIN_RUN: `${between} terraform version` }
    await world.terraform(['plan'], { cwd, shell, env })
    t.is(world.lastStart().args[0], 'version')
    t.is(world.lastStart().env.AWS_CONFIG_FILE, undefined, shell[0])
  }
})

const changed: [title: string, change: string][] = [
  ['cut off', `TF_CLI_ARGS_apply="\${TF_CLI_ARGS_apply%???}"`],
  ['put into quotes', `TF_CLI_ARGS_apply="'\${TF_CLI_ARGS_apply}'"`],
  ['joined to something', `TF_CLI_ARGS_apply="x\${TF_CLI_ARGS_apply}"`],
  ['joined to something after it', `TF_CLI_ARGS_apply="\${TF_CLI_ARGS_apply}x"`],
]
for (const [title, change] of changed)
  test(`a run exits with 78 if it can't tell the outer run's arguments from the person's: ${title}`, async (t) => {
    const world = await makeWorld(t)
    for (const account of ['apps-prd', 'shared']) world.layer(`${account}/net`)
    await world.logIn()
    for (const shell of shells) {
      const before = world.starts().length
      const { stderr } = await world.terraform(['apply'], {
        cwd: path.join(world.project, 'apps-prd/net'),
        shell,
        env: {
          STANDIN_RUN: `${change}; export TF_CLI_ARGS_apply; cd ../../shared/net; terraform apply; echo "ended with $?" >&2`,
        },
      })
      t.regex(stderr, /TF_CLI_ARGS_apply contains arguments of an outer run/, shell[0])
      t.regex(stderr, /ended with 78\n/)
      t.is(world.starts().length, before + 1)
    }
  })
