import path from 'node:path'
import { profileOf, write } from '../rig/project.ts'
import { putState } from '../rig/state.ts'
import { toolsInTurn } from '../rig/terraform.ts'
import { makeWorld } from '../rig/world.ts'

const test = toolsInTurn(1)

/** Returns a run block. Its module reads the state of `account`, with that account's profile. */
const run = (account: string) => `run "${account.replace('-', '_')}" {
  command = plan
  module {
    source = "./testing/state-of-${account}"
  }
}
`

test('in a run of `terraform test`, the modules of run blocks can use the profiles of other accounts', async (t) => {
  const world = await makeWorld(t, { grantsHere: true })
  world.useRealTerraform()
  await world.logIn()
  for (const account of ['shared', 'security']) await putState(world, `${account}/global/base`)
  const cwd = world.layer('apps-prd/us-east-1/net')
  for (const account of ['shared', 'security'])
    write(
      path.join(cwd, `testing/state-of-${account}/main.tf`),
      `data "terraform_remote_state" "other" {
  backend = "s3"
  config = {
    profile = "${profileOf(world.account(account))}"
    bucket  = "bb-${account}-terraform-backend"
    key     = "${account}/global/base/terraform.tfstate"
    region  = "us-east-1"
  }
}
`,
    )
  write(path.join(cwd, 'here.tftest.hcl'), run('shared'))
  write(path.join(cwd, 'tests/there.tftest.hcl'), run('security'))
  for (const args of [['init'], ['test']]) {
    const { exitCode, stdout, stderr } = await world.terraform(args, { cwd })
    t.is(exitCode, 0, `${stdout}${stderr}`)
    if (args[0] === 'test') t.regex(stdout, /2 passed, 0 failed/)
  }
})
