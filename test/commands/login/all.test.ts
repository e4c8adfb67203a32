import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import type { Call } from '../../../emulator/server.ts'
import { fetchesAtOnce } from '../../../lib/credentials/obtain-all.ts'
import { hangMs } from '../../rig/limits.ts'
import { startUrl, type TestAccount, write } from '../../rig/project.ts'
import { ssoBlock, writeRepository } from '../../rig/repository.ts'
import { putToken, secretsShown, signIn } from '../../rig/token.ts'
import { makeWorld, type World } from '../../rig/world.ts'

const fetches = ({ emulator }: World) => emulator.count('GetRoleCredentials')

/** The largest number of fetches at the same moment. */
function mostAtOnce(calls: readonly Call[]): number {
  const all = calls.filter(({ operation }) => operation === 'GetRoleCredentials')
  return Math.max(
    ...all.map(
      ({ at }) =>
        all.filter((other) => other.at <= at && at < (other.answeredAt ?? Number.POSITIVE_INFINITY))
          .length,
    ),
  )
}

function manyAccounts(count: number): TestAccount[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `team-${index}`,
    id: String(100_000_000_000 + index),
    role: 'DevOps',
  }))
}

test('after one login --all, the shim and the credential process use the stored credentials and fetch none', async (t) => {
  const world = await makeWorld(t)
  const all = await world.inTerminal('tfsso login --all')
  t.is(all.exitCode, 0, all.screen)
  t.regex(all.screen, /fetching credentials \(\d of 3\)/)
  t.regex(
    all.screen,
    /\r\x1b\[Ktfsso: there are credentials for 3 of 3 accounts, until \S.* at least\.\s*$/,
  )
  t.deepEqual(secretsShown(world, all.screen), [])
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
  t.is(fetches(world), 3)
  const calls = world.emulator.calls.length

  const cwd = world.layer('apps-prd/us-east-1/network')
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
  const script = path.join(world.prefix, 'libexec/credentials')
  for (const { id, role } of world.accounts) {
    const { stdout } = await world.run(script, [id, role, 'bb', startUrl, 'us-east-1'])
    const { AccessKeyId } = JSON.parse(stdout)
    t.is(world.identity({ AWS_ACCESS_KEY_ID: AccessKeyId }), `${id} ${role}`)
  }
  const again = await world.tfsso(['login', '--all'])
  t.is(again.exitCode, 0)
  t.is(again.stdout, '')
  const asked = world.emulator.calls.slice(calls).map(({ operation }) => operation)
  t.deepEqual(asked, ['ListAccounts'], 'AWS is asked only whether the session is alive')
})

test('login --all --force logs in again at every portal, and fetches all credentials again', async (t) => {
  const world = await makeWorld(t)
  const account = (name: string, { id, role }: Partial<TestAccount>, sso: string) =>
    `account "${name}" {\n  id    = "${id}"\n  role  = "${role}"\n  sso   = "${sso}"\n  paths = ["${name}"]\n}\n`
  const [first = {}, second = {}] = world.accounts
  const cwd = writeRepository(
    world,
    [
      ssoBlock('acme'),
      ssoBlock('west').replace('us-east-1', 'us-west-2'),
      account('one', first, 'acme'),
      account('two', second, 'west'),
    ].join(''),
  )
  await signIn(world)
  const counts = () => [world.emulator.count('StartDeviceAuthorization'), fetches(world)]
  const [loginsBefore = 0] = counts()

  const all = await world.tfsso(['login', '--all'], { cwd })
  t.is(all.exitCode, 0, all.stderr)
  t.deepEqual(counts(), [loginsBefore + 1, 2], 'it logs in only at the portal without a session')
  // The token at acme is stored as `bb`. A new login stores its token as `corp`, so the old token stays.
  write(
    path.join(world.home, '.aws/config'),
    `[sso-session corp]\nsso_start_url = ${startUrl}\nsso_region = us-east-1\n`,
  )
  const forced = await world.tfsso(['login', '--all', '--force'], { cwd })
  t.is(forced.exitCode, 0, forced.stderr)
  t.deepEqual(counts(), [loginsBefore + 3, 4])
})

test('login --all says which accounts have no credentials and why, and exits with the worst failure’s code', async (t) => {
  const accounts: TestAccount[] = [
    { name: 'shared', id: '111111111111', role: 'DevOps' },
    { name: 'apps-prd', id: '222222222222', role: 'DevOps', roles: ['ReadOnly', 'Auditor'] },
    { name: 'security', id: '333333333333', role: 'Auditor' },
  ]
  const world = await makeWorld(t, { accounts })
  await world.logIn()
  // an error that tfsso does not know
  world.emulator.fault({
    operation: 'GetRoleCredentials',
    status: 400,
    body: '{"message":"odd","__type":"x#OddException"}',
  })
  const { project } = world
  const common = path.join(project, 'config/common.tfvars')
  const text = fs.readFileSync(common, 'utf8')
  const more = [
    'no-id = { email = "x" }',
    'two-roles = { id = "555555555555" }',
    'no-role = { id = "444444444444" }',
    'far = { id = "666666666666" }',
  ]
  fs.writeFileSync(common, text.replace('accounts = {', `accounts = {\n  ${more.join('\n  ')}`))
  const account = (directory: string, lines: string) =>
    write(path.join(project, directory, 'config/account.tfvars'), lines)
  account('no-id', 'environment = "no-id"\nsso_role = "DevOps"\n')
  account('no-role', 'environment = "no-role"\n')
  account('two-a', 'environment = "two-roles"\nsso_role = "A"\n')
  account('two-b', 'environment = "two-roles"\nsso_role = "B"\n')
  account('stranger', 'environment = "stranger"\nsso_role = "B"\n')
  account('broken', 'environment = "broken\n')
  const worse = await world.tfsso(['login', '--all'])
  t.deepEqual([worse.exitCode, worse.stdout], [78, ''])
  for (const line of [
    /credentials for 2 of 8 accounts, until .*\. Could not get credentials for:\n {2}Account +Id +Role +Why$/m,
    /^ {2}apps-prd +222222222222 +DevOps +.*AWS answered 400 OddException: odd$/m,
    /^ {2}no-id +- +- +\S+common\.tfvars: accounts\.no-id\.id is missing\. Add for example: id = /m,
    /^ {2}no-role +444444444444 +- +.*no-role\/config\/account\.tfvars: sso_role is missing\. Add/m,
    /^ {2}two-roles +555555555555 +- +The account two-roles has different roles: A in .*, B in /m,
    /^ {2}stranger +- +- +.*environment is "stranger", which is not in accounts/m,
    /^ {2}broken +- +- +.*broken\/config\/account\.tfvars/m,
    /^ {2}tfsso skipped accounts that have no directory with config\/account\.tfvars: far\.$/m,
  ])
    t.regex(worse.stderr.replaceAll(`${project}/`, ''), line)
  t.is(fetches(world), 3)

  const json = await world.tfsso(['login', '--all', '--json'])
  t.is(json.exitCode, 78)
  t.is(fetches(world), 4, 'the three, and once more the one that failed')
  const found = JSON.parse(json.stdout)
  t.deepEqual(found.session, {
    name: 'bb',
    startUrl: 'https://example.awsapps.com/start',
    region: 'us-east-1',
  })
  const of = (name: string) => found.accounts.find((one: { name: string }) => one.name === name)
  t.deepEqual(
    { ...of('shared'), credentialsUntil: '' },
    {
      name: 'shared',
      accountId: '111111111111',
      role: 'DevOps',
      credentialsUntil: '',
      problem: null,
    },
  )
  t.true(Date.parse(of('shared').credentialsUntil) > Date.now() + 3_000_000)
  t.is(of('apps-prd').problem.exitCode, 77)
  t.regex(of('apps-prd').problem.message, /^You do not have the role DevOps in /)
  t.regex(of('apps-prd').problem.advice[0], /^Your roles there: Auditor, ReadOnly\.$/)
  t.is(of('apps-prd').credentialsUntil, null)
  t.deepEqual(of('far'), {
    name: 'far',
    accountId: '666666666666',
    role: null,
    credentialsUntil: null,
    problem: null,
  })
  t.deepEqual(secretsShown(world, json.stdout + worse.stderr), [])
})

test('if nothing listens at AWS’s address, login --all soon exits with 69', async (t) => {
  const world = await makeWorld(t, { accounts: manyAccounts(12) })
  await world.logIn()
  const { exitCode, stderr, took } = await world.tfsso(['login', '--all'], {
    env: { AWS_ENDPOINT_URL_SSO: 'http://127.0.0.1:9' },
  })
  t.is(exitCode, 69)
  t.regex(stderr, /ECONNREFUSED/)
  t.true(took < hangMs)
})

test('if every fetch is cut off, login --all tries no further accounts and exits with 69', async (t) => {
  const world = await makeWorld(t, { accounts: manyAccounts(12) })
  await world.logIn()
  world.emulator.fault({ operation: 'GetRoleCredentials', times: 10_000, reset: true })
  const { exitCode, stderr, took } = await world.tfsso(['login', '--all'])
  t.is(exitCode, 69)
  t.regex(stderr, /for 0 of 12 accounts\. Could not get credentials for:/)
  // A fetch makes several attempts, with one time limit for all of them. On a slow machine, this limit can end before
  // the last attempt.
  t.is(stderr.match(/^ .*(ECONNRESET|in time)/gm)?.length, 12, stderr)
  const notTried = stderr.match(/tfsso did not try this account/g)?.length ?? 0
  // `fetchesAtOnce` fetches start together. After each of the first failures, one more starts. After `fetchesAtOnce`
  // failures no more start. So at most `2 * fetchesAtOnce` fetches start.
  t.true(notTried >= 12 - 2 * fetchesAtOnce, stderr)
  t.true(took < hangMs)
})

test('if AWS refuses the session, login --all logs in only once for many accounts, and runs a few fetches at the same time', async (t) => {
  const world = await makeWorld(t, { accounts: manyAccounts(12) })
  await world.logIn()
  world.emulator.revokeSessions()
  world.emulator.settings.approval = 'deny'
  const denied = await world.inTerminal('tfsso login --all')
  t.is(denied.exitCode, 77, denied.screen)
  t.is(denied.screen.match(/was denied/g)?.length, 1)
  t.is(world.emulator.count('StartDeviceAuthorization'), 2)
  world.emulator.settings.approval = 'automatic'
  const before = world.emulator.calls.length
  world.emulator.fault({ operation: 'GetRoleCredentials', times: 12, delayMs: 200 })
  const allowed = await world.inTerminal('tfsso login --all')
  t.is(allowed.exitCode, 0, allowed.screen)
  t.is(world.emulator.count('StartDeviceAuthorization'), 3)
  t.regex(allowed.screen, /for 12 of 12 accounts/)
  const most = mostAtOnce(world.emulator.calls.slice(before))
  t.true(most > 1 && most <= fetchesAtOnce, `${most} at once`)
})

test('login --all without a session in a CI job exits with 77', async (t) => {
  const world = await makeWorld(t)
  const { exitCode, stdout, stderr } = await world.tfsso(['login', '--all', '--json'], {
    env: { CI: 'true' },
  })
  t.deepEqual([exitCode, stdout], [77, ''])
  t.regex(stderr, /tfsso can't ask you to log in/)
})

test('every account gets credentials even if AWS allows only few calls a second', async (t) => {
  const world = await makeWorld(t, { accounts: manyAccounts(12), portalCallsPerSecond: 4 })
  await world.logIn()
  const { exitCode, stderr } = await world.tfsso(['login', '--all'])
  t.is(exitCode, 0, stderr)
  t.true(
    world.emulator.calls.some(({ status }) => status === 429),
    'it was too fast, and slowed down',
  )
})

test('many runs of login --all at the same time share one login and one fetch for each account', async (t) => {
  const world = await makeWorld(t)
  putToken(world, {})
  const line = 'for i in 1 2 3; do (tfsso login --all; echo "exit=$?") & done; wait'
  const { screen } = await world.inTerminal(line)
  t.is(screen.match(/exit=0/g)?.length, 3, screen)
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
  t.is(fetches(world), world.accounts.length)
})
