import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { obtainIn } from '../rig/credential-source.ts'
import { nodeMs } from '../rig/limits.ts'
import { defaultAccounts } from '../rig/project.ts'
import { longAgo, putToken, secretsShown, tokenFile } from '../rig/token.ts'
import { makeWorld, type World, type WorldOptions } from '../rig/world.ts'

const session = ['bb', 'https://example.awsapps.com/start', 'us-east-1']

/** `ask` runs the credential process as an SDK does. */
async function worldWithProcess(t: ExecutionContext, options: WorldOptions = {}) {
  const world = await makeWorld(t, options)
  await world.logIn()
  const script = path.join(world.prefix, 'libexec/credentials')
  const ask = (account = '222222222222', role = 'DevOpsPrd') =>
    world.run(script, [account, role, ...session], { cwd: world.home })
  return { world, ask }
}

test('the credential process prints what an SDK expects, and a second process sends AWS no request', async (t) => {
  const { world, ask } = await worldWithProcess(t)
  const { exitCode, stdout, stderr } = await ask()
  t.is(exitCode, 0)
  t.is(stderr, '')
  const { Version, AccessKeyId, SecretAccessKey, SessionToken, Expiration } = JSON.parse(stdout)
  const [issued] = world.emulator.issued
  t.is(Version, 1)
  t.like(issued, {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
  })
  t.true(Date.parse(Expiration) < (issued?.expiration ?? 0))
  t.is((await ask()).stdout, stdout)
  t.is(world.emulator.count('GetRoleCredentials'), 1)
})

test('five credential processes at the same time share one refresh and one fetch', async (t) => {
  const { world, ask } = await worldWithProcess(t)
  putToken(world, { expiresAt: longAgo })
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => ask()))
  t.deepEqual([...new Set(outcomes.map(({ exitCode }) => exitCode))], [0])
  t.is(new Set(outcomes.map(({ stdout }) => stdout)).size, 1)
  t.is(world.emulator.count('GetRoleCredentials'), 1)
  t.is(world.emulator.count('CreateToken:refresh_token'), 1)
})

/**
 * Makes the stored credentials due for renewal. Their stored lifetime becomes an hour, of which less than half is left.
 */
function ageCredentials(world: World): void {
  const file = path.join(world.home, '.cache/tfsso/credentials/222222222222/DevOpsPrd')
  const aged = fs.readFileSync(file, 'utf8').replace(/("lifetimeMs":)\d+/, '$13600000')
  fs.writeFileSync(file, aged)
  fs.utimesSync(file, 0, 0)
}

test('the credential process fetches new credentials before the stored ones expire', async (t) => {
  const { world, ask } = await worldWithProcess(t, { roleCredentialSeconds: 60 })
  const first = await ask()
  ageCredentials(world)
  const second = await ask()
  t.is(second.exitCode, 0)
  t.not(second.stdout, first.stdout)
})

test('stored credentials that are still valid are used if AWS gives no new ones', async (t) => {
  const { world, ask } = await worldWithProcess(t, { roleCredentialSeconds: 60 })
  const first = JSON.parse((await ask()).stdout)
  ageCredentials(world)
  await world.emulator.close()
  const { exitCode, stdout } = await ask()
  t.is(exitCode, 0)
  t.is(JSON.parse(stdout).AccessKeyId, first.AccessKeyId)
})

test('a credential process never logs in', async (t) => {
  const { world, ask } = await worldWithProcess(t)
  fs.rmSync(tokenFile(world))
  const { exitCode, stdout, stderr } = await ask()
  t.is(exitCode, 77)
  t.is(stdout, '')
  t.regex(
    stderr,
    /you to log in: the program that asks for credentials can hide what tfsso prints\./,
  )
  t.notRegex(stderr, /terraform/, 'other programs ask for credentials, too')
  t.regex(stderr, /`tfsso login`/)
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
})

test('the credential process finds a role by a profile’s suffix, and exits with 1 for an invalid account id', async (t) => {
  const { world, ask } = await worldWithProcess(t)
  const given = await ask('222222222222', 'suffix:devopsprd')
  t.deepEqual([given.exitCode, given.stderr], [0, ''])
  const { AccessKeyId } = JSON.parse(given.stdout)
  t.is(world.identity({ AWS_ACCESS_KEY_ID: AccessKeyId }), '222222222222 DevOpsPrd')
  const invalid = await ask('apps-prd', 'DevOps')
  t.deepEqual([invalid.exitCode, invalid.stdout], [1, ''])
  t.regex(invalid.stderr, /usage/)
})

for (const [what, id, role, message] of [
  [
    'a role that is not the person’s',
    '222222222222',
    'Admin',
    /Your roles there: DevOpsPrd, ReadOnly\./,
  ],
  ['an unknown account', '999999999999', 'DevOps', /You have no role in that account/],
  [
    'a suffix that matches no role',
    '222222222222',
    { suffix: 'dev' },
    /matches the profile's suffix "dev"/,
  ],
  [
    'a suffix that matches two roles',
    '444444444444',
    { suffix: 'admin' },
    /Several of your roles .* match the profile's suffix "admin": ADMIN, Admin\./,
  ],
] as const)
  test(`there are no credentials for ${what}`, async (t) => {
    const alike = { name: 'alike', id: '444444444444', role: 'Admin', roles: ['Admin', 'ADMIN'] }
    const { world } = await worldWithProcess(t, { accounts: [...defaultAccounts, alike] })
    const { code, said } = await obtainIn(world, {}, { id, role })
    t.is(code, 77, said)
    t.regex(said, message)
  })

test('with TFSSO_DEBUG=1 a run prints what tfsso decides, without secrets', async (t) => {
  const { world } = await worldWithProcess(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  putToken(world, { expiresAt: longAgo })
  const env = { TFSSO_DEBUG: '1' }
  const { exitCode, stderr } = await world.terraform(['plan'], { cwd, env })
  t.is(exitCode, 0)
  t.regex(stderr, /apps-prd \(222222222222\) as DevOpsPrd, session bb/)
  t.regex(stderr, /session bb: the token has expired and can be refreshed/)
  t.regex(stderr, /refreshing the token/)
  t.regex(stderr, /role credentials: none stored for 222222222222/)
  t.deepEqual(secretsShown(world, stderr), [])
})

test('node exits without waiting for connections or timers', async (t) => {
  const { ask } = await worldWithProcess(t)
  const times: number[] = []
  for (const [account, role] of [
    ['222222222222', 'ReadOnly'],
    ['111111111111', 'DevOps'],
    ['333333333333', 'Auditor'],
  ]) {
    const { exitCode, took } = await ask(account, role)
    t.is(exitCode, 0)
    times.push(took)
  }
  t.true(Math.min(...times) < 50 * nodeMs, `${times} ms`)
})
