import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { nodeMs } from '../rig/limits.ts'
import { writeAwsFile } from '../rig/own-keys.ts'
import { write, writeLayer, writeProject } from '../rig/project.ts'
import { saveWorld } from '../rig/saved-world.ts'
import { shareWorld } from '../rig/shared-world.ts'
import { longAgo, putToken, secretsOf, tokenFile, tokenOf } from '../rig/token.ts'
import { makeWorld, type World } from '../rig/world.ts'

const shared = shareWorld(async (world) => {
  const own = '[profile own]\naws_access_key_id = AKIAOWN\naws_secret_access_key = ownStaticKey\n'
  writeAwsFile(world, 'config', own)
  await world.logIn()
  const plan = (layer: string, env = {}) =>
    world.terraform(['plan'], { cwd: world.layer(layer), env })
  const plans = [
    await plan('apps-prd/us-east-1/network'),
    // This run spells AWS's address with a `/` at the end. Logout must find the run's secrets, too.
    await plan('shared/global/base --', { AWS_ENDPOINT_URL_SSO: `${world.emulator.url}/` }),
  ]
  for (const { exitCode, stderr } of plans) if (exitCode !== 0) throw new Error(stderr)
  return { world, restore: saveWorld(world) }
})

/**
 * The shared world, with a new session and the credentials and grants of two layers. `counted` counts the calls of an
 * operation in this test.
 */
async function worldWithAll(t: ExecutionContext) {
  const { world, restore } = await shared(t)
  restore()
  await world.logIn()
  const before = world.emulator.counts()
  const counted = (operation: string) => world.emulator.count(operation) - (before[operation] ?? 0)
  return { world, secrets: secretsOf(world), counted }
}

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

test.serial(
  'logout tells AWS, then wipes the token, the role credentials and the grants',
  async (t) => {
    const { world, secrets, counted } = await worldWithAll(t)
    t.is(filesWith(world, secrets).length, 5, 'a token, two roles, two grants')
    const { exitCode, stdout, stderr } = await world.tfsso(['logout'])
    t.is(exitCode, 0)
    t.is(stdout, '')
    t.regex(stderr, /^tfsso: logged out of https:\/\/example\.awsapps\.com\/start; /)
    t.is(counted('Logout'), 1)
    t.deepEqual(filesWith(world, secrets), [])
    const cwd = path.join(world.project, 'apps-prd/us-east-1/network')
    t.is((await world.terraform(['plan'], { cwd })).exitCode, 77)

    const second = await world.tfsso(['logout'])
    t.is(second.exitCode, 0)
    t.regex(second.stderr, /there was no session at/)
    t.is(counted('Logout'), 1)
  },
)

test.serial(
  'if AWS can’t be reached, logout wipes everything, says so, and exits with 69',
  async (t) => {
    const { world, secrets } = await worldWithAll(t)
    const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' }
    const { exitCode, stderr } = await world.tfsso(['logout'], { env })
    t.is(exitCode, 69)
    t.regex(
      stderr,
      /is deleted from this machine, but tfsso could not end it at AWS\.\n.*ECONNREFUSED/,
    )
    t.deepEqual(filesWith(world, secrets), [])
  },
)

test.serial('logout works for a session that AWS has already ended', async (t) => {
  const { world } = await worldWithAll(t)
  world.emulator.revokeSessions()
  t.is((await world.tfsso(['logout'])).exitCode, 0)
  t.false(fs.existsSync(tokenFile(world)))
})

test.serial('logout wipes all secrets even while a login waits for a person', async (t) => {
  const { world, secrets } = await worldWithAll(t)
  world.emulator.settings.approval = 'page'
  const login = world.terminal('tfsso login --force')
  await login.shows(/Waiting for you/)
  const { exitCode, stderr, took } = await world.tfsso(['logout'])
  t.is(exitCode, 0, stderr)
  t.regex(stderr, /The login at \S+ \(process \d+\) is still running/)
  t.deepEqual(filesWith(world, secrets), [])
  t.true(took < 200 * nodeMs)
  login.write('\x03')
  await login.exited
  t.deepEqual(filesWith(world, secrets), [])
})

test.serial(
  'logout refreshes an expired token in a file named after the start URL, and ends its session at AWS',
  async (t) => {
    const { world, counted } = await worldWithAll(t)
    const legacy = tokenFile(world, 'https://example.awsapps.com/start')
    putToken(world, { expiresAt: longAgo })
    fs.renameSync(tokenFile(world), legacy)
    t.is((await world.tfsso(['logout'])).exitCode, 0)
    t.is(counted('CreateToken:refresh_token'), 1)
    t.is(counted('Logout'), 1)
    t.false(fs.existsSync(legacy))
  },
)

test.serial(
  'if AWS refuses to refresh an expired token, logout only deletes the token',
  async (t) => {
    const { world, counted } = await worldWithAll(t)
    world.emulator.revokeSessions()
    putToken(world, { expiresAt: longAgo })
    const { exitCode, stderr } = await world.tfsso(['logout'])
    t.is(exitCode, 0, stderr)
    t.is(counted('Logout'), 0)
    t.false(fs.existsSync(tokenFile(world)))
  },
)

const otherUrl = 'https://other.awsapps.com/start'

/**
 * A HOME with the secrets of two portals, also in unfinished files. `project` is a layer of the second portal's
 * project. The emulator of `other` is that portal's AWS.
 */
async function twoPortals(t: ExecutionContext) {
  const { world } = await worldWithAll(t)
  const other = await makeWorld(t, { startUrl: otherUrl })
  const project = path.join(world.root, 'other')
  writeProject(project, other.accounts)
  const common = path.join(project, 'config/common.tfvars')
  const text = fs.readFileSync(common, 'utf8')
  fs.writeFileSync(
    common,
    text
      .replace(/https:\/\/example\.awsapps\.com\/start/, otherUrl)
      .replace(/^project(\s*)=.*$/m, 'project = "cc"'),
  )
  const cwd = writeLayer(project, 'shared/global/base --')
  const env = { AWS_ENDPOINT_URL: other.emulator.url }
  await other.logIn()
  putToken(world, tokenOf(other) ?? {}, 'cc')
  t.is((await world.terraform(['plan'], { cwd, env })).exitCode, 0)

  const ours = tokenOf(world)
  const theirs = tokenOf(world, 'cc')
  const cache = path.join(world.home, '.cache/tfsso')
  const tokens = path.join(world.home, '.aws/sso/cache')
  for (const [name, token] of [
    ['ours', ours],
    ['theirs', theirs],
  ] as const) {
    // Copies of the token: one for another session, one that a lock's holder is about to rename, and one that a killed
    // process left.
    write(
      tokenFile(world, `${name}-again`),
      JSON.stringify({ ...token, startUrl: `${token?.startUrl}/#` }),
    )
    write(path.join(tokens, `${name}.tfsso-lock/7.new`), JSON.stringify(token))
    write(
      path.join(tokens, `.tfsso-999999-00000000-${name === 'ours' ? 'aa' : 'bb'}.tmp`),
      JSON.stringify(token),
    )
  }
  for (const entry of fs.readdirSync(path.join(cache, 'credentials'), {
    recursive: true,
    withFileTypes: true,
  })) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    fs.mkdirSync(path.join(cache, 'locks', entry.name), { recursive: true })
    fs.copyFileSync(file, path.join(cache, 'locks', entry.name, '3.new'))
    fs.copyFileSync(file, path.join(entry.parentPath, '.tfsso-999999-00000000-cc.tmp'))
  }
  write(path.join(cache, 'credentials/222222222222/.tfsso-999999-00000000-dd.tmp'), '# cut o')
  return {
    world,
    project: cwd,
    env,
    ours: [
      ours?.accessToken,
      ours?.refreshToken,
      ...world.emulator.issued.map((one) => one.secretAccessKey),
    ].map(String),
    theirs: [
      theirs?.accessToken,
      theirs?.refreshToken,
      ...other.emulator.issued.map((one) => one.secretAccessKey),
    ].map(String),
    other,
  }
}

test.serial(
  'logout removes the secrets of its portal and keeps the secrets of other portals; --all removes everything',
  async (t) => {
    const { world, ours, theirs, project, env, other } = await twoPortals(t)
    // Another tool could write a token without a region. Logout can't end the session of such a token at AWS. If the
    // token is still valid, logout says that the session has not ended.
    const region = undefined
    const token = {
      startUrl: 'https://third.awsapps.com/start',
      region,
      accessToken: 'thirdSecret',
    }
    const directory = path.join(world.home, '.aws/sso/cache')
    for (const [name, expiresAt] of [
      ['no-region.json', '2999-01-01T00:00:00Z'],
      ['dead.json', '2001-01-01T00:00:00Z'],
    ] as const)
      fs.writeFileSync(path.join(directory, name), JSON.stringify({ ...token, expiresAt }))
    const restore = saveWorld(world)
    const kept = filesWith(world, theirs)
    t.true(filesWith(world, ours).length >= 8)
    t.true(kept.length >= 8)
    const { exitCode, stderr } = await world.tfsso(['logout'])
    t.is(exitCode, 0, stderr)
    t.regex(stderr, /there is still a session at https:\/\/other\.awsapps/)
    t.regex(stderr, /still a session at https:\/\/third\.awsapps.*\(its file names no region\)/)
    t.deepEqual(filesWith(world, ours), [])
    t.deepEqual(filesWith(world, theirs), kept)
    // A run in the other portal's project still works without a request to AWS.
    const before = other.emulator.calls.length
    t.is((await world.terraform(['plan'], { cwd: project, env })).exitCode, 0)
    t.is(other.emulator.calls.length, before)

    t.is((await world.tfsso(['logout'], { cwd: project, env })).exitCode, 0)
    t.deepEqual(filesWith(world, [...ours, ...theirs]), [])
    const copies = filesWith(world, ['ownStaticKey'])
    t.deepEqual(copies, [path.join(world.home, '.aws/config')], 'no copy of static keys')

    // `logout --all` also works outside a project.
    restore()
    const all = await world.tfsso(['logout', '--all'], { cwd: world.root })
    t.is(all.exitCode, 69, all.stderr)
    t.is(all.stderr.match(/third\.awsapps/g)?.length, 1, all.stderr)
    t.deepEqual(filesWith(world, ['thirdSecret']), [])
    t.deepEqual(filesWith(world, [...ours, ...theirs]), [])
    t.deepEqual(filesWith(world, ['ownStaticKey']), [path.join(world.home, '.aws/config')])
    t.false(fs.existsSync(path.join(world.home, '.cache/tfsso')))
  },
)

test.serial(
  'logout finds all secrets, even if names, the URL’s spelling or AWS_ENDPOINT_URL have changed',
  async (t) => {
    const { world, secrets, counted } = await worldWithAll(t)
    fs.renameSync(tokenFile(world), tokenFile(world, 'other'))
    const file = path.join(world.project, 'config/common.tfvars')
    fs.writeFileSync(
      file,
      fs
        .readFileSync(file, 'utf8')
        .replace(/^project(\s*)=.*$/m, 'project = "renamed"')
        .replace('https://example.awsapps.com/start', 'HTTPS://Example.awsapps.com/start/#'),
    )
    t.is(filesWith(world, secrets).length, 5, 'a token, two roles, two grants')
    const { exitCode, stderr } = await world.tfsso(['logout'])
    t.is(exitCode, 0, stderr)
    t.is(counted('Logout'), 1)
    t.deepEqual(filesWith(world, secrets), [])
  },
)
