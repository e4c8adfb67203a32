import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { copyInstallation } from '../rig/install.ts'
import { needs } from '../rig/needs.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { long, report } from './figures.ts'

/*
 * If HOME or the cache belongs to another user, as with `sudo -E`, a run exits with 78. tfsso executes no file in them,
 * and changes none.
 */

const nobody = 65_534
const asNobody = ['--reuid', String(nobody), '--regid', String(nobody), '--clear-groups']

function canBeNobody(): boolean {
  try {
    execFileSync('setpriv', [...asNobody, process.execPath, '-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
const needsTwoUsers = needs('root with setpriv', canBeNobody())

/** Lists everything in a directory with owner, mode, size and time. Reading a file changes none of them. */
function listing(directory: string): string[] {
  return [directory, ...(fs.readdirSync(directory, { recursive: true }) as string[])].map(
    (name) => {
      const file = path.resolve(directory, name)
      const { uid, mode, size, mtimeMs } = fs.lstatSync(file)
      return [file, uid, mode, size, mtimeMs].join(' ')
    },
  )
}

/** Adds a command to grants and credentials. A shell that reads a file as code prints `planted`. */
function plant(home: string): void {
  for (const part of ['grants', 'credentials']) {
    const directory = path.join(home, '.cache/tfsso', part)
    for (const name of fs.readdirSync(directory, { recursive: true }) as string[]) {
      const file = path.join(directory, name)
      if (!fs.statSync(file).isFile()) continue
      const { atime, mtime } = fs.statSync(file)
      fs.appendFileSync(file, 'echo planted >&2\n')
      fs.utimesSync(file, atime, mtime)
    }
  }
}

async function warmWorld(world: World, owner: number) {
  for (const directory of [world.root, path.dirname(world.prefix)]) fs.chmodSync(directory, 0o755)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  await world.terraform(['plan'], { cwd })
  const { AWS_CONFIG_FILE: config = '' } = world.lastStart().env
  const [, words = ''] =
    /libexec\/credentials" (222222222222 DevOpsPrd .*)/.exec(fs.readFileSync(config, 'utf8')) ?? []
  plant(world.home)
  // Everybody can read the HOME. So if a run exits with 78, the reason is that another user owns the HOME, not that
  // files are unreadable.
  execFileSync('chmod', ['-R', 'a+rX', world.home])
  execFileSync('chown', ['-R', `${owner}:${owner}`, world.home])
  return { cwd, words: words.replaceAll('"', '').split(' ') }
}

const users = [
  ['root with the HOME of another user (sudo -E)', nobody, [] as string[]],
  ["another user with root's HOME", 0, ['setpriv', ...asNobody]],
] as const

for (const [number, [who, owner, run]] of users.entries()) {
  needsTwoUsers(`${who}: the run is refused, and changes no file`, async (t) => {
    const world = await makeWorld(t, { prefix: copyInstallation() })
    const { cwd, words } = await warmWorld(world, owner)
    const before = listing(world.home)
    const calls = world.emulator.calls.length
    const starts = world.starts().length
    // The short form tries half of the ways.
    const ways = [
      ...shells.map((shell) => [...shell, `${world.prefix}/shims/terraform`, 'plan']),
      ...shells.map((shell) => [...shell, `${world.prefix}/libexec/credentials`, ...words]),
      ...['status', 'login', 'logout', 'env', 'configure --yes'].map((verb) => [
        `${world.prefix}/bin/tfsso`,
        ...verb.split(' '),
      ]),
      [`${world.prefix}/bin/tfsso`, 'exec', '--', 'true'],
    ].filter((_, at) => long || at % 2 === number)
    for (const way of ways) {
      const [file = '', ...args] = [...run, ...way]
      const { exitCode, stdout, stderr } = await world.run(file, args, { cwd })
      t.deepEqual([exitCode, stdout], [78, ''], `${way.join(' ')}: ${stderr}`)
      t.regex(stderr, /belongs to another user/)
      t.notRegex(stderr, /planted/)
    }
    t.deepEqual(listing(world.home), before)
    t.is(world.starts().length, starts)
    t.is(world.emulator.calls.length, calls)
    report({
      attack: `Code is planted in the cache of a HOME, and tfsso is run by ${who}`,
      tries: ways.length,
      outcome: 'all refused (78), nothing run, nothing changed',
    })
  })
}

needsTwoUsers(
  "another user's XDG_CACHE_HOME is refused, and nothing is created in it",
  async (t) => {
    const world = await makeWorld(t, { prefix: copyInstallation() })
    const cwd = world.layer('apps-prd/us-east-1/net')
    const cache = path.join(world.root, 'their cache')
    fs.mkdirSync(cache)
    fs.chownSync(cache, nobody, nobody)
    const { exitCode, stderr } = await world.terraform(['plan'], {
      cwd,
      env: { XDG_CACHE_HOME: cache },
    })
    t.is(exitCode, 78)
    t.regex(stderr, /their cache belongs to another user/)
    t.deepEqual(fs.readdirSync(cache), [])
  },
)
