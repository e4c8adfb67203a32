import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { asSettings, issueKeys, writeAwsFile } from '../rig/own-keys.ts'
import { makeWorld, type World } from '../rig/world.ts'

function edit({ project }: World, name: string, from: string, to: string): void {
  const file = path.join(project, name)
  const text = fs.readFileSync(file, 'utf8')
  if (!text.includes(from)) throw new Error(`${file} has no ${from}`)
  fs.writeFileSync(file, text.replaceAll(from, to))
}

test('if the role changes during a login, the run that logs in uses the new role', async (t) => {
  const world = await makeWorld(t, { approval: 'page' })
  const cwd = world.layer('apps-prd/us-east-1/base-network')
  const run = world.terminal('terraform apply', { cwd })
  await run.shows(/the code: \S+/)
  edit(world, 'apps-prd/config/account.tfvars', 'DevOpsPrd', 'ReadOnly')
  world.emulator.approve()
  t.is((await run.exited).exitCode, 0, run.screen)
  t.is(world.identity(world.lastStart().env), '222222222222 ReadOnly')
  t.regex(run.screen, /tfsso: apps-prd \(222222222222\) as ReadOnly/)
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)

  // The next run uses the stored grant: it starts no node and fetches nothing.
  const before = world.emulator.calls.length
  await world.terraform(['plan'], { cwd })
  t.is(world.identity(world.lastStart().env), '222222222222 ReadOnly')
  t.is(world.emulator.calls.length, before)
})

test("AWS_CREDENTIAL_EXPIRATION is in this machine's time, even if AWS's clock differs by two hours", async (t) => {
  const world = await makeWorld(t, { clockOffsetMs: -7_200_000 })
  await world.logIn()
  const cwd = world.layer('shared/global/base-dns')
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  const leftMs = Date.parse(world.lastStart().env.AWS_CREDENTIAL_EXPIRATION ?? '') - Date.now()
  t.true(leftMs > 3_500_000 && leftMs < 3_605_000, `${leftMs} ms`)
})

const ours = 'bb-apps-prd-devopsprd'

test('a run does not use the person’s credentials file if the file has a section with the name of one of tfsso’s profiles', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const keys = issueKeys(world, '222222222222', 'Other')
  const writeSections = (...names: string[]) =>
    writeAwsFile(
      world,
      'credentials',
      names.map((name) => `[${name}]\n${asSettings(keys)}`).join(''),
    )
  const cwd = world.layer('apps-prd/us-east-1/base-network', '# profile = "bb-shared-devops"\n')
  // test/unit/grant/run-aws-config.test.ts tests more credentials files.
  writeSections('mine')
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  t.is(world.lastStart().env.AWS_SHARED_CREDENTIALS_FILE, undefined)
  // If the file has a section for one of tfsso's profiles, terraform gets the path of a file that does not exist.
  writeSections(ours, 'mine')
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  const { AWS_SHARED_CREDENTIALS_FILE: given } = world.lastStart().env
  t.true(given?.startsWith(world.home) && !fs.existsSync(given))
})
