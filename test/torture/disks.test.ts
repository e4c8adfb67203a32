import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { needs } from '../rig/needs.ts'
import { longAgo, putToken, tokenOf } from '../rig/token.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { report } from './figures.ts'
import { faultsOf, forget } from './kept-files.ts'

const tried: string[] = []
const unwritable: string[] = []

const succeeds = (file: string, args: string[]) => {
  try {
    execFileSync(file, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const canMount = succeeds('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'])
/** As root, tfsso could write anywhere. So setpriv starts it without root's capabilities. */
const asPerson =
  process.getuid?.() === 0 ? 'setpriv --bounding-set=-all --inh-caps=-all --no-new-privs' : ''
const canBePerson = asPerson === '' || succeeds('setpriv', ['--no-new-privs', 'true'])

async function prepare(t: ExecutionContext) {
  const world = await makeWorld(t, { pollInterval: 0.01, emptyHome: true })
  const layers = world.accounts.map(({ name }) => world.layer(`${name}/us-east-1/network`))
  const [, cwd = '', other = ''] = layers
  const run = (at = cwd, env: Record<string, string | undefined> = {}) =>
    world.inTerminal(`${asPerson} terraform plan`, { cwd: at, env })
  return { world, cwd, other, run }
}

function mount(t: ExecutionContext, directory: string, ...args: string[]): void {
  fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  execFileSync('mount', [...args, directory])
  t.teardown(() => execFileSync('umount', ['--lazy', directory]))
  fs.chmodSync(directory, 0o700)
}

const identity = (world: World) => world.identity(world.lastStart().env)
const prd = '222222222222 DevOpsPrd'

/** Fills the disk to its last byte with a file. Returns the path of this file. */
function fill(directory: string): string {
  const file = path.join(directory, 'filling')
  const handle = fs.openSync(file, 'w')
  try {
    for (;;) fs.writeSync(handle, Buffer.alloc(4096))
  } catch {
    fs.closeSync(handle)
  }
  return file
}

const needsMount = needs('mount (root)', canMount)

needsMount('a run on a full disk uses existing files and loses no refresh token', async (t) => {
  const { world, cwd, other, run } = await prepare(t)
  mount(t, world.home, '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs')
  await world.logIn()
  let filling = fill(world.home)

  // The cache does not exist yet, and there is no space for it.
  const first = await run()
  t.is(first.exitCode, 78)
  t.regex(first.screen, /tfsso: ~\/.* cannot be (created|written): ENOSPC/)
  t.is(world.starts().length, 0)
  fs.rmSync(filling)
  t.is((await run()).exitCode, 0)
  filling = fill(world.home)

  // A run with a good grant works. A run that needs a new file works without storing it, or fails with a message.
  const calls = world.emulator.calls.length
  t.is((await run()).exitCode, 0)
  t.is(world.emulator.calls.length, calls)
  const account = path.join(world.project, 'apps-prd/config/account.tfvars')
  fs.appendFileSync(account, '# changed\n')
  const changed = await run()
  t.is(changed.exitCode, 0, changed.screen)
  t.is(identity(world), prd)
  const new_ = await run(other)
  t.true([75, 78].includes(new_.exitCode), new_.screen)
  t.regex(new_.screen, /tfsso: .*(ENOSPC|full)/)

  // An expired token is not refreshed, because the new token could not be stored.
  const token = tokenOf(world)
  fs.rmSync(filling)
  putToken(world, { expiresAt: longAgo })
  filling = fill(world.home)
  const refresh = await run(other)
  t.true([75, 78].includes(refresh.exitCode), refresh.screen)
  t.is(world.emulator.count('CreateToken:refresh_token'), 0, 'the refresh token is not used up')
  t.is(tokenOf(world)?.refreshToken, token?.refreshToken)

  fs.rmSync(filling)
  for (const at of [cwd, other]) t.is((await run(at)).exitCode, 0)
  t.deepEqual(faultsOf(world), [])
  tried.push('a full disk')
})

needsMount('a run uses existing files of a read-only cache, or says what is wrong', async (t) => {
  const { world, other, run } = await prepare(t)
  const cache = path.join(world.home, '.cache')
  mount(t, cache, '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs')
  const remount = (how: string) => execFileSync('mount', ['-o', `remount,${how}`, cache])
  await world.logIn()
  fs.rmSync(path.join(cache, 'tfsso'), { recursive: true, force: true })
  remount('ro')
  const first = await run()
  t.is(first.exitCode, 78)
  t.regex(
    first.screen,
    /tfsso: ~\/\.cache\/tfsso cannot be created: EROFS\.\s+Set HOME, or XDG_CACHE_HOME/,
  )
  remount('rw')
  t.is((await run()).exitCode, 0)
  remount('ro')
  const again = await run()
  t.is(again.exitCode, 0, again.screen)
  t.is(identity(world), prd)
  t.regex((await run(other)).screen, /tfsso: .*EROFS/)
  tried.push('a read-only cache')
})

needsMount('tfsso works if HOME is on a disk that stores times in whole seconds', async (t) => {
  const { world, cwd, run } = await prepare(t)
  const image = path.join(world.root, 'image')
  execFileSync('truncate', ['-s', '8M', image])
  // With inodes of 128 bytes, ext2 stores times in whole seconds.
  execFileSync('mkfs.ext2', ['-q', '-I', '128', image], { stdio: 'ignore' })
  mount(t, world.home, '-o', 'loop', image)
  fs.rmdirSync(path.join(world.home, 'lost+found'))
  await world.logIn()
  for (let round = 0; round < 3; round++) {
    t.is((await run()).exitCode, 0)
    const calls = world.emulator.calls.length
    const key = world.lastStart().env.AWS_ACCESS_KEY_ID
    for (let again = 0; again < 3; again++) t.is((await run()).exitCode, 0)
    t.is(world.emulator.calls.length, calls, 'the grant is good from its first moment on')
    t.is(world.lastStart().env.AWS_ACCESS_KEY_ID, key)
    // Change the role within the same second in which the grant was made.
    const [from, to] = round % 2 === 0 ? ['DevOpsPrd', 'ReadOnly'] : ['ReadOnly', 'DevOpsPrd']
    const account = path.join(world.project, 'apps-prd/config/account.tfvars')
    fs.writeFileSync(account, fs.readFileSync(account, 'utf8').replace(from, to))
    t.is((await run()).exitCode, 0)
    t.is(identity(world), `222222222222 ${to}`)
    forget(world, /credentials\//)
    const grant = path.join(world.home, '.cache/tfsso/grants', cwd, '.tfsso/terraform.full')
    t.is(fs.statSync(grant).mtimeMs % 1000, 0, 'it is such a disk')
  }
  t.deepEqual(faultsOf(world), [])
  tried.push('a disk that stores times in whole seconds')
})

const needsPerson = needs('setpriv', canBePerson)

needsPerson('without a writable HOME or cache, a run works or says what is wrong', async (t) => {
  const { world, run } = await prepare(t)
  await world.logIn()
  const cache = path.join(world.home, '.cache')
  const locked = path.join(world.root, 'locked')
  fs.mkdirSync(locked, { mode: 0o500 })
  const missing = path.join(locked, 'home')

  for (const [title, env, screen] of [
    ['no HOME', { HOME: undefined }, /tfsso: HOME is not set/],
    ['a HOME that does not exist', { HOME: missing }, /tfsso: ~\/.* cannot be created: EACCES/],
    ['a HOME that is not writable', { HOME: locked }, /tfsso: ~\/.* cannot be created: EACCES/],
    [
      'a cache that cannot be created',
      { XDG_CACHE_HOME: missing },
      /tfsso: .*home\/tfsso cannot be created: EACCES/,
    ],
  ] as const) {
    const outcome = await run(undefined, env)
    t.is(outcome.exitCode, 78, `${title}: ${outcome.screen}`)
    t.regex(outcome.screen, screen)
    t.is(world.starts().length, 0)
    tried.push(title)
  }
  fs.rmSync(cache, { recursive: true, force: true })
  t.is((await run()).exitCode, 0)
  for (const directory of ['', 'grants', 'credentials', 'locks', 'config', 'parsed']) {
    const at = path.join(cache, 'tfsso', directory)
    fs.chmodSync(at, 0o500)
    const { exitCode, screen } = await run()
    t.true(
      exitCode === 0 ? identity(world) === prd : /tfsso: .*EACCES/.test(screen),
      `${directory} ${screen}`,
    )
    fs.chmodSync(at, 0o700)
    unwritable.push(path.join('cache', directory))
  }
  fs.chmodSync(path.join(world.home, '.aws/sso/cache'), 0o500)
  putToken(world, { expiresAt: longAgo })
  forget(world, /credentials\//)
  const { exitCode, screen } = await run()
  t.is(exitCode, 75, screen)
  t.regex(screen, /tfsso: Could not create a lock .*\/sso\/cache\/.* \(EACCES\)/)
  t.is(world.emulator.count('CreateToken:refresh_token'), 0, 'the refresh token is not used up')
  fs.chmodSync(path.join(world.home, '.aws/sso/cache'), 0o700)
  t.is((await run()).exitCode, 0)
  unwritable.push('~/.aws/sso/cache')
})

test.after('report the figures', () => {
  report({
    attack: `A disk or a HOME is unusual: ${tried.join(', ')}, one directory that is not writable (${unwritable.join(', ')})`,
    tries: tried.length + unwritable.length,
    outcome:
      'existing files are used and nothing is lost; otherwise the run ends before a login with exit code 75 or 78, and the message names the path',
  })
})
