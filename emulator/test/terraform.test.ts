import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import { execa } from 'execa'
import type { Emulator } from '../server.ts'
import { emulatorFor, roleKeys, temporaryDirectory } from './rig.ts'
import type { Keys } from './signed-fetch.ts'

const found = (process.env.PATH ?? '')
  .split(delimiter)
  .some((directory) => directory !== '' && existsSync(join(directory, 'terraform')))
// Skip without terraform, but not in CI, where a missing terraform must be noticed.
const test: TestFn = found || process.env.CI ? anyTest : (anyTest.skip as never)

function layerIn(t: ExecutionContext, emulator: Emulator, keys: Keys, bucket = 'prd-state') {
  const directory = temporaryDirectory()
  t.teardown(() => rmSync(directory, { recursive: true, force: true }))
  writeFileSync(
    join(directory, 'main.tf'),
    `terraform {
  backend "s3" {
    bucket       = "${bucket}"
    key          = "apps-prd/a layer/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}

resource "terraform_data" "hello" {
  input = "hello"
}

output "hello" {
  value = terraform_data.hello.output
}
`,
  )
  return async (...args: string[]) => {
    const before = emulator.calls.length
    const { exitCode, all } = await execa('terraform', args, {
      cwd: directory,
      all: true,
      reject: false,
      stdin: 'ignore',
      extendEnv: false,
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        AWS_SESSION_TOKEN: keys.sessionToken,
        CHECKPOINT_DISABLE: '1',
        TF_CLI_ARGS: '-no-color',
        ...emulator.env(),
      },
    })
    // Undo terraform's line breaks and the line that it draws beside messages.
    const said = all.replace(/[\s│]+/g, ' ')
    return { exitCode, said, calls: emulator.calls.slice(before) }
  }
}

test('terraform writes, reads and deletes its states in S3', async (t) => {
  const emulator = await emulatorFor(t)
  const terraform = layerIn(t, emulator, await roleKeys(emulator))
  const run = async (...args: string[]) => {
    const result = await terraform(...args)
    t.is(result.exitCode, 0, `${args}: ${result.said}`)
    return result
  }
  await run('init', '-input=false')
  await run('plan', '-input=false')
  t.regex((await run('apply', '-auto-approve')).said, /hello = "hello"/)
  t.is((await run('state', 'list')).said, 'terraform_data.hello')
  await run('workspace', 'new', 'x')
  await run('apply', '-auto-approve')
  t.regex((await run('workspace', 'list')).said, /default \* x/)

  t.deepEqual(
    emulator.objects.map(({ bucket, key, accountId, role }) => [bucket, key, accountId, role]),
    [
      ['prd-state', 'apps-prd/a layer/terraform.tfstate', '111111111111', 'DevOps'],
      ['prd-state', 'env:/x/apps-prd/a layer/terraform.tfstate', '111111111111', 'DevOps'],
    ],
    'two states, and no lock is left',
  )
  const states = emulator.objects.map(({ body }) => JSON.parse(body.toString()))
  t.true(states.every(({ resources }) => resources[0].name === 'hello'))
  t.deepEqual(
    emulator.calls.filter(({ status }) => status >= 400).map(({ error }) => error),
    emulator.calls.filter(({ status }) => status === 404).map(() => 'NoSuchKey'),
  )

  await run('workspace', 'select', 'default')
  await run('workspace', 'delete', '-force', 'x')
  t.is(emulator.objects.length, 1)
})

test('terraform can’t take a lock that another run holds', async (t) => {
  const emulator = await emulatorFor(t)
  const terraform = layerIn(t, emulator, await roleKeys(emulator))
  await terraform('init', '-input=false')
  // The first run takes the lock, and then reads the state slowly.
  emulator.fault({ operation: 'HeadObject', delayMs: 4000 })
  const first = terraform('apply', '-auto-approve')
  while (emulator.objects.length === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  const second = await terraform('apply', '-auto-approve')
  t.is(second.exitCode, 1)
  t.regex(second.said, /Error acquiring the state lock/)
  t.regex(second.said, /PreconditionFailed/)
  t.is((await first).exitCode, 0)
  t.is((await terraform('apply', '-auto-approve')).exitCode, 0)
})

test('terraform can’t use another account’s bucket', async (t) => {
  const emulator = await emulatorFor(t)
  const terraform = layerIn(t, emulator, await roleKeys(emulator), 'dev-state')
  // AWS refuses to list the bucket, but init goes on. Init then fails at HeadObject. The answer to HEAD has no body, so
  // terraform knows only the status.
  const init = await terraform('init', '-input=false')
  t.is(init.exitCode, 1)
  t.regex(init.said, /HeadObject, https response error StatusCode: 403/)
  t.true(init.calls.every(({ status, error }) => status === 200 || error === 'AccessDenied'))
  const plan = await terraform('plan', '-input=false')
  t.is(plan.exitCode, 1)
  t.regex(plan.said, /PutObject, https response error StatusCode: 403.* AccessDenied: User: arn/)
  t.deepEqual(emulator.objects, [])
})

test('terraform reports a missing bucket and invalid keys', async (t) => {
  const emulator = await emulatorFor(t)
  const keys = await roleKeys(emulator)
  const refused = async (bucket: string, changed: Partial<Keys> = {}) => {
    const result = await layerIn(t, emulator, { ...keys, ...changed }, bucket)('init')
    t.is(result.exitCode, 1)
    return result.said
  }
  t.regex(await refused('nowhere'), /S3 bucket "nowhere" does not exist/)
  t.regex(await refused('prd-state', { secretAccessKey: 'wrong' }), /SignatureDoesNotMatch/)
  t.regex(await refused('prd-state', { accessKeyId: 'ASIAUNKNOWN' }), /InvalidClientTokenId/)
  const issued = emulator.issued.at(-1)
  if (issued) issued.expiration = Date.now() - 1
  t.regex(await refused('prd-state'), /ExpiredToken/)
})
