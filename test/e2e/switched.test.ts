import fs from 'node:fs'
import path from 'node:path'
import type { TestAccount } from '../rig/project.ts'
import { s3Layer, ssoBlock, writeRepository } from '../rig/repository.ts'
import { needsTerraform, needsEachTool as test } from '../rig/terraform.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { long } from '../torture/figures.ts'

const accounts: TestAccount[] = [
  { name: 'prod', id: '222222222222', role: 'Deploy' },
  { name: 'dev', id: '111111111111', role: 'PowerUser' },
]
const buckets = { 'acme-prod-state': '222222222222', 'acme-dev-state': '111111111111' }
const identities: Record<string, string> = {
  prod: '222222222222 Deploy',
  dev: '111111111111 PowerUser',
}
const block = (name: string, id: string, role: string) =>
  `account "${name}" {\n  id = "${id}"\n  role = "${role}"\n`
const hcl = [
  ssoBlock('acme'),
  `${block('prod', '222222222222', 'Deploy')}  paths = ["infra"]\n  buckets = ["acme-prod-*"]\n}\n`,
  `${block('dev', '111111111111', 'PowerUser')}  paths = ["infra"]\n  buckets = ["acme-dev-*"]\n}\n`,
  `${block('stack-prod', '222222222222', 'Deploy')}  paths = ["stacks"]\n  workspaces = ["*prod"]\n}\n`,
  `${block('stack-dev', '111111111111', 'PowerUser')}  paths = ["stacks"]\n  workspaces = ["dev", "default"]\n}\n`,
].join('')
const said = 'resource "terraform_data" "x" {\n  input = "x"\n}\n'

async function prepare(t: Parameters<typeof makeWorld>[0]) {
  const world = await makeWorld(t, { accounts, buckets })
  world.useRealTerraform()
  await world.logIn()
  const root = writeRepository(world, hcl, {
    'infra/main.tf': s3Layer({ key: 'k' }, said),
    'infra/prod.hcl': 'bucket = "acme-prod-state"\n',
    'infra/dev.json': '{"bucket": "acme-dev-state"}',
    'stacks/main.tf': said,
  })
  return { world, root }
}

/** Whose accounts were asked for anything but credentials and AWS's own account of who asks. */
const askers = ({ emulator }: World, from: number) => [
  ...new Set(
    emulator.calls
      .slice(from)
      .flatMap(({ accountId, role }) => (accountId ? [`${accountId} ${role}`] : [])),
  ),
]

test('a directory of two buckets: every command in the account of the one that is in force', async (t) => {
  const { world, root } = await prepare(t)
  const cwd = path.join(root, 'infra')
  const run = async (line: string, env: Record<string, string> = {}) => {
    const from = world.emulator.calls.length
    const { exitCode, stderr } = await world.terraform(line.split(' '), { cwd, env })
    return { exitCode, stderr, askers: askers(world, from) }
  }
  const good = async (line: string, whose: string, env = {}) => {
    const ran = await run(line, env)
    t.is(ran.exitCode, 0, `${line}: ${ran.stderr}`)
    for (const asker of ran.askers) t.is(asker, identities[whose] ?? '', line)
  }
  const refused = async (line: string, env = {}) => t.is((await run(line, env)).exitCode, 78, line)
  await refused('plan')
  await good('init -input=false -backend-config=prod.hcl', 'prod')
  await good('plan -out=prod.plan', 'prod')
  await good('apply -auto-approve', 'prod')
  await good('init -input=false', 'prod')
  // The tool refuses it, since the backend has changed; the directory stays as it was.
  t.is((await run('init -input=false -backend-config=dev.json')).exitCode, 1)
  await good('output', 'prod')
  await good('init -input=false -reconfigure -backend-config dev.json', 'dev')
  await refused('apply prod.plan')
  await good('plan -out=dev.plan', 'dev')
  await good('apply dev.plan', 'dev')
  await good('state list', 'dev')
  await good('init -input=false -reconfigure', 'prod', {
    TF_CLI_ARGS_init: '-backend-config=prod.hcl',
  })
  await good('workspace list', 'prod')
  fs.writeFileSync(path.join(cwd, 'odd.plan'), '{"encrypted_data": ""}')
  await refused('apply odd.plan')
  t.is((await run('apply odd.plan', { TFSSO_ACCOUNT: 'prod' })).exitCode, 1, 'as the tool says')
  const written = world.emulator.objects.map(({ bucket, accountId }) => `${bucket} ${accountId}`)
  t.deepEqual(written.sort(), ['acme-dev-state 111111111111', 'acme-prod-state 222222222222'])
})

test('a directory of workspaces with a local state: plans move with their workspace only', async (t) => {
  const { world, root } = await prepare(t)
  const cwd = path.join(root, 'stacks')
  const codes: [string, number][] = [
    ['init', 0],
    ['workspace new prod', 0],
    ['workspace new dev', 0],
    ['plan -out=dev.plan', 0],
    ['workspace select prod', 0],
    ['apply dev.plan', 78],
    ['workspace select dev', 0],
    ['apply dev.plan', 0],
    ['workspace new other', 78],
    ['workspace list', 0],
    ['workspace select prod', 0],
    ['workspace delete dev', 1], // not empty
  ]
  for (const [line, expected] of codes) {
    const { exitCode, stderr } = await world.terraform(line.split(' '), { cwd })
    t.is(exitCode, expected, `${line}: ${stderr}`)
  }
})

/** A sequence of numbers below 1, the same for the same seed. */
function* random(seed: number): Generator<number, never> {
  let state = seed
  for (;;) {
    state = (state * 1103515245 + 12345) % 2 ** 31
    yield state / 2 ** 31
  }
}

needsTerraform(
  'random sequences of init, refused init, plan and apply: no request in the wrong account',
  async (t) => {
    const { world, root } = await prepare(t)
    const cwd = path.join(root, 'infra')
    const next = random(7)
    const config: Record<string, string> = { prod: 'prod.hcl', dev: 'dev.json' }
    let inForce = 'prod'
    await world.terraform(['init', '-input=false', '-backend-config=prod.hcl'], { cwd })
    const steps = long ? 8000 : 16
    for (let step = 0; step < steps; step++) {
      const wanted = next.next().value < 0.5 ? 'prod' : 'dev'
      const choices: [args: string[], whose: string][] = [
        [['init', '-input=false', '-reconfigure', `-backend-config=${config[wanted]}`], wanted],
        [['init', '-input=false', `-backend-config=${config[wanted]}`], wanted],
        [['plan'], inForce],
        [['apply', '-auto-approve'], inForce],
      ]
      const at = Math.floor(next.next().value * choices.length)
      const [args, whose] = choices[at] ?? [[], '']
      const from = world.emulator.calls.length
      const { exitCode, stderr } = await world.terraform(args, { cwd })
      if (at === 0) inForce = wanted
      t.is(exitCode, at === 1 && wanted !== inForce ? 1 : 0, `${args.join(' ')}: ${stderr}`)
      for (const asker of askers(world, from)) t.is(asker, identities[whose] ?? '', args.join(' '))
    }
  },
)
