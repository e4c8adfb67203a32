import { initLayer, needsAwsProvider, withAwsProvider } from '../rig/aws-provider.ts'
import { outputsIn } from '../rig/state.ts'
import { makeWorld } from '../rig/world.ts'

const test = needsAwsProvider(0)

/** A provider as in Leverage's layers, and an output with its identity. */
function provider(name: string, profile: string): string {
  const alias = name === 'own' ? '' : `alias = "${name}"`
  return `provider "aws" {
  ${alias}
  region  = var.region_primary
  profile = ${profile}
}
data "aws_caller_identity" "${name}" {
  provider = ${name === 'own' ? 'aws' : `aws.${name}`}
  depends_on = [terraform_data.wait]
}
output "${name}" {
  value = data.aws_caller_identity.${name}.arn
}
`
}

const arn = (id: string, role: string) => new RegExp(`^arn:aws:sts::${id}:assumed-role/.*${role}`)

test('two providers, with profiles of different accounts, both get new credentials during a long run', async (t) => {
  const world = await makeWorld(t, { roleCredentialSeconds: 12 })
  world.useRealTerraform()
  await world.logIn()
  const { emulator } = world
  const env = withAwsProvider(world)
  const cwd = await initLayer(world, 'apps-prd/us-east-1/k8s-eks', env)
  world.layer(
    'apps-prd/us-east-1/k8s-eks',
    `resource "terraform_data" "wait" {
  provisioner "local-exec" {
    command = "sleep 13"
  }
}
${provider('own', 'var.profile')}${provider('shared', '"${var.project}-shared-devops"')}`,
  )
  const apply = await world.terraform(['apply', '-auto-approve'], { cwd, env })
  t.is(apply.exitCode, 0, apply.stdout + apply.stderr)
  const outputs = outputsIn(world, 'apps-prd/us-east-1/k8s-eks/terraform.tfstate')
  t.regex(String(outputs.own), arn('222222222222', 'DevOpsPrd'))
  t.regex(String(outputs.shared), arn('111111111111', 'DevOps'))

  // Each provider asks for its identity twice: before and after the wait.
  const asked = emulator.calls.filter(({ operation }) => operation === 'GetCallerIdentity')
  for (const accountId of ['222222222222', '111111111111']) {
    const times = asked.filter((call) => call.accountId === accountId).map(({ at }) => at)
    t.true(Math.max(...times) - Math.min(...times) > 12_000)
    const sets = emulator.issued.filter((credentials) => credentials.accountId === accountId)
    t.true(sets.length > 1, 'new credentials were fetched')
  }
  t.true(asked.every(({ status }) => status === 200))
  t.is(emulator.objects[0]?.role, 'DevOpsPrd')
})
