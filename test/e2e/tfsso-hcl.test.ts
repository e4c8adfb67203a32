import path from 'node:path'
import anyTest from 'ava'
import { blocksByHeading } from '../docs/fenced.ts'
import type { TestAccount } from '../rig/project.ts'
import { logInAtBoth, s3Layer, writeRepository } from '../rig/repository.ts'
import { outputsIn } from '../rig/state.ts'
import { toolsInTurn } from '../rig/terraform.ts'
import { makeWorld, type World } from '../rig/world.ts'

const test = toolsInTurn()

const layouts = blocksByHeading('docs/layouts.md', 'Five common layouts', 'hcl')

const accounts: TestAccount[] = [
  { name: 'prod', id: '222222222222', role: 'Deploy', roles: ['Deploy', 'ReadOnly'] },
  { name: 'dev', id: '111111111111', role: 'PowerUser' },
  { name: 'hub', id: '333333333333', role: 'State' },
]
const buckets = {
  'acme-prod-state': '222222222222',
  'acme-dev-state': '111111111111',
  'acme-states': '333333333333',
}

/** `says` declares an output. `asks` reads this output from another layer's state. */
const says = (text: string) => `output "said" {\n  value = ${JSON.stringify(text)}\n}\n`
const asks = (bucket: string, key: string, profile: string) => `data "terraform_remote_state" "x" {
  backend = "s3"
  config = {
    bucket  = "${bucket}"
    key     = "${key}"
    region  = "us-east-1"
    profile = "${profile}"
  }
}
output "asked" {
  value = data.terraform_remote_state.x.outputs.said
}
`

interface Case {
  heading: string
  files: Record<string, string>
  /** each layer's directory and expected outputs; the layers are applied in this order */
  layers: Record<string, Record<string, string>>
  /** who wrote each state, by bucket and key, in the order of the layers */
  writers: Record<string, string>
}

const cases: Case[] = [
  {
    heading: 'A directory for each environment',
    files: {
      'envs/dev/main.tf': s3Layer({ bucket: 'acme-dev-state', key: 'dev' }, says('dev')),
      'envs/prod/main.tf': s3Layer(
        { bucket: 'acme-prod-state', key: 'prod' },
        asks('acme-dev-state', 'dev', 'PowerUser-111111111111'),
      ),
    },
    layers: { 'envs/dev': { said: 'dev' }, 'envs/prod': { asked: 'dev' } },
    writers: {
      'acme-dev-state/dev': '111111111111 PowerUser',
      'acme-prod-state/prod': '222222222222 Deploy',
    },
  },
  {
    heading: 'A directory for each account, region and stack; all states in one account',
    files: {
      'live/dev/eu-west-1/network/main.tf': s3Layer(
        { bucket: 'acme-states', key: 'dev', profile: 'acme-hub-State' },
        says('dev'),
      ),
      'live/prod/eu-west-1/network/main.tf': s3Layer(
        { bucket: 'acme-states', key: 'prod', profile: '333333333333_State' },
        asks('acme-states', 'dev', 'acme-hub-State'),
      ),
    },
    layers: {
      'live/dev/eu-west-1/network': { said: 'dev' },
      'live/prod/eu-west-1/network': { asked: 'dev' },
    },
    writers: {
      'acme-states/dev': '333333333333 State',
      'acme-states/prod': '333333333333 State',
    },
  },
  {
    heading: 'Several teams in one repository, tfvars files next to the code',
    files: {
      'common.tfvars': 'company = "acme"\n',
      'prod.s3.tfbackend': 'bucket = "acme-prod-state"\n',
      'dev.s3.tfbackend': 'bucket = "acme-dev-state"\n',
      'teams/web/infra/prod/env.tfvars': 'env = "prod"\n',
      'teams/web/infra/prod/main.tf': s3Layer(
        { key: 'web' },
        'variable "company" {}\nvariable "env" {}\noutput "said" {\n  value = "${var.company} ${var.env}"\n}\n',
      ),
      'teams/data/ingest/infra/dev/main.tf': s3Layer(
        { key: 'ingest' },
        `variable "company" {}\n${asks('acme-prod-state', 'web', 'acme-prod-ReadOnly')}`,
      ),
    },
    layers: {
      'teams/web/infra/prod': { said: 'acme prod' },
      'teams/data/ingest/infra/dev': { asked: 'acme prod' },
    },
    writers: {
      'acme-prod-state/web': '222222222222 Deploy',
      'acme-dev-state/ingest': '111111111111 PowerUser',
    },
  },
  {
    heading: 'All layers in one account, from which the provider assumes other roles',
    files: {
      'main.tf': s3Layer({ bucket: 'acme-states', key: 'root' }, says('root')),
      'stacks/dns/main.tf': s3Layer(
        { bucket: 'acme-states', key: 'dns', profile: 'hub' },
        asks('acme-states', 'root', 'hub'),
      ),
    },
    layers: { '': { said: 'root' }, 'stacks/dns': { asked: 'root' } },
    writers: { 'acme-states/root': '333333333333 State', 'acme-states/dns': '333333333333 State' },
  },
  {
    heading: 'Two organizations, each with its own portal',
    files: {
      'infra/acc-acme-prod/main.tf': s3Layer(
        { bucket: 'acme-prod-state', key: 'acme' },
        says('acme'),
      ),
      'infra/acc-beta-prod/main.tf': s3Layer(
        { bucket: 'acme-states', key: 'beta', profile: 'acme-hub-State' },
        asks('acme-prod-state', 'acme', 'acme-prod-ReadOnly'),
      ),
    },
    layers: {
      'infra/acc-acme-prod': { said: 'acme' },
      'infra/acc-beta-prod': { asked: 'acme' },
    },
    writers: {
      'acme-prod-state/acme': '222222222222 Deploy',
      'acme-states/beta': '333333333333 State',
    },
  },
]

async function applyAll(world: World, root: string, layers: Case['layers']) {
  for (const layer of Object.keys(layers)) {
    const cwd = path.join(root, layer)
    for (const args of [['init'], ['apply', '-auto-approve']]) {
      const { exitCode, stderr } = await world.terraform(args, { cwd })
      if (exitCode !== 0) throw new Error(`${layer} ${args[0]}: ${stderr}`)
    }
  }
}

anyTest('every layout on the page is tested', (t) => {
  t.deepEqual(
    [...layouts.keys()],
    cases.map(({ heading }) => heading),
  )
})

for (const { heading, files, layers, writers } of cases) {
  test(`docs/layouts.md: ${heading}`, async (t) => {
    const world = await makeWorld(t, { grantsHere: true, accounts, buckets })
    world.useRealTerraform()
    await logInAtBoth(world)
    const root = writeRepository(world, layouts.get(heading) ?? '', files)
    await applyAll(world, root, layers)
    const keys = Object.keys(writers).map((name) => name.slice(name.indexOf('/') + 1))
    t.deepEqual(
      keys.map((key) => outputsIn(world, key)),
      Object.values(layers),
    )
    const written = world.emulator.objects.map(
      ({ bucket, key, accountId, role }) => [`${bucket}/${key}`, `${accountId} ${role}`] as const,
    )
    t.deepEqual(Object.fromEntries(written), writers)
  })
}
