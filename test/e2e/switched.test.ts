import fs from 'node:fs'
import path from 'node:path'
import { askers, identities, prepareSwitched } from '../rig/switched.ts'
import { needsEachTool as test, toolsInTurn } from '../rig/terraform.ts'

const inTurn = toolsInTurn(1)

const encryption = `key_provider "pbkdf2" "key" {
  passphrase = "correct horse battery"
  iterations    = 200000
  hash_function = "sha256"
}
method "aes_gcm" "method" {
  keys = key_provider.pbkdf2.key
}
plan {
  method = method.aes_gcm.method
}
`

inTurn(
  'a layer with two possible buckets runs in the account of the bucket that init got (from an option or from TF_CLI_ARGS_init)',
  async (t) => {
    const { world, root } = await prepareSwitched(t)
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
    const refused = async (line: string, env = {}) =>
      t.is((await run(line, env)).exitCode, 78, line)
    await refused('plan')
    await good('init -input=false -backend-config=prod.hcl', 'prod')
    await good('apply -auto-approve', 'prod')
    await good('init -input=false -reconfigure -backend-config dev.json', 'dev')
    await good('apply -auto-approve', 'dev')
    await good('init -input=false -reconfigure', 'prod', {
      TF_CLI_ARGS_init: '-backend-config=prod.hcl',
    })
    fs.writeFileSync(path.join(cwd, 'odd.plan'), '{"encrypted_data": ""}')
    await refused('apply odd.plan')
    t.is((await run('apply odd.plan', { TFSSO_ACCOUNT: 'prod' })).exitCode, 1, 'as the tool says')
    const written = world.emulator.objects.map(({ bucket, accountId }) => `${bucket} ${accountId}`)
    t.deepEqual(written.sort(), ['acme-dev-state 111111111111', 'acme-prod-state 222222222222'])
  },
)

test('with a local state, apply accepts a saved plan only in the workspace in which the plan was made', async (t) => {
  const { world, root } = await prepareSwitched(t)
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
  ]
  const take = async (line: string, expected: number, env: Record<string, string> = {}) => {
    const { exitCode, stderr, stdout } = await world.terraform(line.split(' '), { cwd, env })
    t.is(exitCode, expected, `${line}: ${stderr}`)
    return { stderr, stdout }
  }
  for (const [line, expected] of codes) await take(line, expected)

  // Only tofu can encrypt plans.
  if (!/OpenTofu/.test((await take('version', 0)).stdout)) return
  const env = { TF_ENCRYPTION: encryption }
  await take('plan -out=closed.plan', 0, env)
  const { stderr } = await take('apply closed.plan', 78, env)
  t.regex(stderr, /TFSSO_ACCOUNT/)
  await take('apply closed.plan', 0, { ...env, TFSSO_ACCOUNT: 'stack-prod' })
})
