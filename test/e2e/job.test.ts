import { stripVTControlCharacters } from 'node:util'
import type { ExecutionContext } from 'ava'
import { initLayer, needsAwsProvider, withAwsProvider } from '../rig/aws-provider.ts'
import { giveJob, jobSources } from '../rig/job.ts'
import { asSettings, issueKeys, writeAwsFile } from '../rig/own-keys.ts'
import { toolsInTurn } from '../rig/terraform.ts'
import { makeWorld, type World } from '../rig/world.ts'

const test = toolsInTurn()

const [ci, prd, shared] = ['999999999999', '222222222222', '111111111111']
const roleIn = (accountId: string) => `arn:aws:iam::${accountId}:role/ci/terraform`

async function jobWorld(t: ExecutionContext<unknown>): Promise<World> {
  const world = await makeWorld(t, { assumableRoles: [prd, shared].map(roleIn) })
  world.useRealTerraform()
  return world
}

/** without colors, borders and line breaks */
const said = (text: string) => stripVTControlCharacters(text).replace(/[\s│╷╵]+/g, ' ')

/** Who used a bucket, and how often the portal was asked for credentials. */
function seen({ emulator }: World) {
  const calls = emulator.calls.filter(({ status }) => status === 200)
  const who = calls.flatMap(({ bucket, accountId, role }) => (bucket ? `${accountId} ${role}` : []))
  return { s3: [...new Set(who)].sort(), portal: emulator.count('GetRoleCredentials') }
}

const init = (world: World, layer: string, env: Record<string, string>) =>
  world.terraform(['init'], { cwd: world.layer(layer), env })

/**
 * Three sources, one for each way in which terraform reads keys: variables, a file, or an address. The other
 * `jobSources` use the same ways.
 */
const ways = ['environment', 'web identity', 'container'] as const

for (const source of process.env.TFSSO_TORTURE ? jobSources : ways) {
  test(`with TFSSO_CI_ROLE, terraform uses that role in the layer's account (the job's keys come from: ${source})`, async (t) => {
    const world = await jobWorld(t)
    const env = { ...(await giveJob(t, world, ci, source)), TFSSO_CI_ROLE: 'ci/terraform' }
    const { exitCode, stderr } = await init(world, 'apps-prd/us-east-1/net', env)
    t.is(exitCode, 0, stderr)
    t.deepEqual(seen(world), { s3: [`${prd} terraform`], portal: 0 })
  })
}

for (const source of ways) {
  test(`with TFSSO_CI_ROLE=none, terraform uses the job's own role (the job's keys come from: ${source})`, async (t) => {
    const world = await jobWorld(t)
    const env = { ...(await giveJob(t, world, prd, source)), TFSSO_CI_ROLE: 'none' }
    const own = await init(world, 'apps-prd/us-east-1/net', env)
    t.is(own.exitCode, 0, own.stderr)
    if (source === 'environment') {
      // In another account's layer the run fails, and does not use the job's account.
      const other = await init(world, 'shared/us-east-1/net', env)
      t.is(other.exitCode, 1)
      t.regex(
        said(other.stderr),
        /own credentials belong to account 222222222222, but this profile is for account 111111111111/,
      )
    }
    t.deepEqual(seen(world), { s3: [`${prd} job`], portal: 0 })
  })
}

const provider = (name: string, settings: string) => `provider "aws" {
  ${name === 'plain' ? '' : `alias = "${name}"`}
  region = var.region_primary
  ${settings}
}
data "aws_caller_identity" "${name}" {
  provider = aws${name === 'plain' ? '' : `.${name}`}
}
output "${name}" {
  value = data.aws_caller_identity.${name}.arn
}
`

needsAwsProvider(1)(
  'a provider with a profile uses the profile’s account, and a provider without a profile uses the job’s account',
  async (t) => {
    const world = await jobWorld(t)
    const job = await giveJob(t, world, ci, 'environment')
    const env = { ...job, ...withAwsProvider(world), TFSSO_CI_ROLE: 'ci/terraform' }
    const cwd = await initLayer(world, 'apps-prd/us-east-1/net', env)
    world.layer(
      'apps-prd/us-east-1/net',
      provider('plain', '') + provider('shared', 'profile = "bb-shared-devops"'),
    )
    const { exitCode, stdout, stderr } = await world.terraform(['plan', '-no-color'], { cwd, env })
    t.is(exitCode, 0, stdout + stderr)
    t.regex(stdout, /\+ shared += "arn:aws:sts::111111111111:assumed-role\/terraform\//)
    t.regex(stdout, /\+ plain += "arn:aws:sts::999999999999:assumed-role\/.*job/)
  },
)

test('init says why it fails: the job is not allowed to assume the role, TFSSO_CI_ROLE is missing, or own keys have a profile’s name', async (t) => {
  const world = await jobWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  const job = await giveJob(t, world, ci, 'environment')
  const run = async (role: string | undefined) => {
    const env = { ...job, TFSSO_CI_ROLE: role }
    const { exitCode, stderr } = await world.terraform(['init'], { cwd, env })
    return [exitCode, said(stderr)] as const
  }
  const [denied, why] = await run('other')
  t.is(denied, 1)
  t.regex(
    why,
    /not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::222222222222:role\/other/,
  )
  const [without, told] = await run(undefined)
  t.is(without, 1)
  t.regex(told, /failed to get shared config profile, bb-apps-prd-devopsprd/)
  writeAwsFile(
    world,
    'credentials',
    `[bb-apps-prd-devopsprd]\n${asSettings(issueKeys(world, shared, 'wrong'))}`,
  )
  const [shadowed, advice] = await run('ci/terraform')
  t.is(shadowed, 78)
  t.regex(
    advice,
    /credentials has sections with the names of the layer's profiles.*bb-apps-prd-devopsprd/,
  )
  t.deepEqual(seen(world), { s3: [], portal: 0 })
})
