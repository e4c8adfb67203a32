import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { putToken, secretsOf, tokenFile } from '../rig/token.ts'
import { makeWorld, type World } from '../rig/world.ts'

/** A world with a session, credentials of two roles and their grants. */
async function worldWithAll(t: ExecutionContext): Promise<World> {
  const world = await makeWorld(t)
  await world.logIn()
  for (const layer of ['apps-prd/us-east-1/network', 'shared/global/base --'])
    t.is((await world.terraform(['plan'], { cwd: world.layer(layer) })).exitCode, 0)
  return world
}

/** The files below HOME that hold one of the secrets. */
function filesWith(world: World, secrets: string[]): string[] {
  const files = fs.readdirSync(world.home, { recursive: true, withFileTypes: true })
  return files
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => {
      const text = fs.readFileSync(file, 'utf8')
      return secrets.some((secret) => text.includes(secret))
    })
}

test('logout tells AWS, then wipes the token, the role credentials and the grants', async (t) => {
  const world = await worldWithAll(t)
  const secrets = secretsOf(world)
  t.is(filesWith(world, secrets).length, 5, 'a token, two roles, two grants')
  const { exitCode, stdout, stderr } = await world.tfsso(['logout'])
  t.is(exitCode, 0)
  t.is(stdout, '')
  t.regex(stderr, /^tfsso: logged out of https:\/\/example\.awsapps\.com\/start; /)
  t.is(world.emulator.count('Logout'), 1)
  t.deepEqual(filesWith(world, secrets), [])
  const cwd = path.join(world.project, 'apps-prd/us-east-1/network')
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 77)
  t.is((await world.tfsso(['status'])).exitCode, 77)
})

test('where AWS cannot be reached all is wiped, and that is said: 69', async (t) => {
  const world = await worldWithAll(t)
  const secrets = secretsOf(world)
  await world.emulator.close()
  const { exitCode, stderr } = await world.tfsso(['logout'])
  t.is(exitCode, 69)
  t.regex(stderr, /is wiped from this machine, but AWS could not be told\.\n.*ECONNREFUSED/)
  t.deepEqual(filesWith(world, secrets), [])
})

test('a session that AWS has ended already is logged out all the same', async (t) => {
  const world = await worldWithAll(t)
  world.emulator.revokeSessions()
  t.is((await world.tfsso(['logout'])).exitCode, 0)
  t.false(fs.existsSync(tokenFile(world)))
})

test('a second logout finds nothing', async (t) => {
  const world = await worldWithAll(t)
  await world.tfsso(['logout'])
  const { exitCode, stderr } = await world.tfsso(['logout'])
  t.is(exitCode, 0)
  t.regex(stderr, /there was no session at/)
  t.is(world.emulator.count('Logout'), 1)
})

test('another portal’s session is left alone', async (t) => {
  const world = await worldWithAll(t)
  putToken(world, { startUrl: 'https://other.awsapps.com/start' }, 'other')
  t.is((await world.tfsso(['logout'])).exitCode, 0)
  t.true(fs.existsSync(tokenFile(world, 'other')))
})

test('a token under the start URL’s own key ends, too', async (t) => {
  const world = await worldWithAll(t)
  const legacy = tokenFile(world, 'https://example.awsapps.com/start')
  fs.renameSync(tokenFile(world), legacy)
  t.is((await world.tfsso(['logout'])).exitCode, 0)
  t.false(fs.existsSync(legacy))
  t.is(world.emulator.count('Logout'), 1)
})

test('a login that waits for a person does not keep a logout from wiping', async (t) => {
  const world = await worldWithAll(t)
  const secrets = secretsOf(world)
  world.emulator.settings.approval = 'page'
  const login = world.terminal('tfsso login --force')
  await login.shows(/Waiting for you/)
  const { exitCode, stderr, took } = await world.tfsso(['logout'])
  t.is(exitCode, 0, stderr)
  t.regex(stderr, /The login at \S+ \(process \d+\) goes on/)
  t.deepEqual(filesWith(world, secrets), [])
  t.true(took < 15_000)
  login.write('\x03')
  await login.exited
  t.deepEqual(filesWith(world, secrets), [])
})
