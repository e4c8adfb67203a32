import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import test from 'ava'
import { saveWorld } from '../rig/saved-world.ts'
import { shareWorld } from '../rig/shared-world.ts'
import { shells } from '../rig/shells.ts'
import type { World } from '../rig/world.ts'
import { cases, report } from './figures.ts'
import { faultsOf, forget, isTemporary, keptPaths } from './kept-files.ts'

const future = new Date('2040-01-01')
const nobody = 65534
let tried = 0
const refusals = new Set<string>()

const machineClock = "the file with the time of this machine's clock"

const kinds: [kind: string, fits: RegExp][] = [
  ['grants', /\/grants\/.*\/terraform\.full$/],
  ['credentials', /\/credentials\/[^/]+\/[^/]+$/],
  ['AWS configs', /\/tfsso\/config\//],
  ['the cache of parsed files', /\/parsed\//],
  ["the record of AWS's clock", /\/aws-clock$/],
  [machineClock, /\/clock$/],
  ['the token', /\/sso\/cache\/[^/]*\.json$/],
  ['locks', /\/(locks\/[^/]*|[^/]*\.tfsso-lock)\/\d+$/],
  ['results of locks', /\/(locks\/[^/]*|[^/]*\.tfsso-lock)\/\d+\.done$/],
  ['lock directories', /\/(locks\/[^/]*|[^/]*\.tfsso-lock)$/],
  ['directories of the cache', /\/tfsso\/(grants|credentials|config|parsed|locks)$/],
]

/**
 * Ways to damage a file. `text`: forged content. `theirs`: a file or directory outside the cache, which must not
 * change.
 */
const harms: [harm: string, spoil: (file: string, text: string, theirs: string) => void][] = [
  ['empty', (file) => fs.writeFileSync(file, '')],
  ['half of it', (file, text) => fs.writeFileSync(file, text.slice(0, text.length / 2))],
  ['invalid', (file) => fs.writeFileSync(file, 'touch invalid-was-run\n\x01\xff')],
  ['wrong types in JSON', (file) => fs.writeFileSync(file, '{"pid": [], "failure": 7}')],
  ['a directory', (file) => fs.mkdirSync(path.join(again(file), 'in it'), { recursive: true })],
  ['a file', (file) => fs.writeFileSync(again(file), '')],
  ['a dangling symlink', (file) => fs.symlinkSync('/nowhere/at all', again(file))],
  ["a symlink to someone else's", (file, _, theirs) => fs.symlinkSync(theirs, again(file))],
  ['open to all', (file, text) => open(file, text)],
  ["someone else's", (file, text) => give(file, text)],
  ['a fifo', (file) => execFileSync('mkfifo', [again(file)])],
]

function again(file: string): string {
  fs.rmSync(file, { recursive: true })
  return file
}

function open(file: string, text: string): void {
  const directory = fs.statSync(file).isDirectory()
  if (!directory) fs.writeFileSync(file, text)
  fs.chmodSync(file, directory ? 0o777 : 0o666)
}

function give(file: string, text: string): void {
  open(file, text)
  fs.chownSync(file, nobody, nobody)
}

function makesSense(kind: string, harm: string): boolean {
  const directory = kind.includes('director')
  // Only root can give a file to another user.
  if (harm.includes("someone else's") && process.getuid?.() !== 0) return false
  if (directory) return !/empty|half|invalid|wrong|^a directory/.test(harm)
  // `a file` (an empty one) is damage only in the place of a directory. Other content in the clock's file is no damage,
  // because only the file's modification time counts.
  if (harm === 'a file') return false
  return kind !== machineClock || !/empty|half|invalid|wrong/.test(harm)
}

/** Puts in another access key id, another access token, and another difference from AWS's clock. */
const forge = (text: string) =>
  text
    .replaceAll(/ASIA\w+/g, 'AKIAFORGED')
    .replace(/"accessToken":"[^"]*"/, '"accessToken":"forged"')
    .replace(/^-?\d+ (\d+)\n$/, '7200000000 $1\n')

function stateOf(file: string): unknown {
  const { mode, uid, mtimeMs } = fs.statSync(file)
  return [mode, uid, mtimeMs, fs.readFileSync(file, 'utf8')]
}

/**
 * A world whose token expires soon by AWS's clock. So the first run with a damaged file refreshes the token. Before
 * each run, `putBack` restores the old refresh token, which works only once. So later runs must log in.
 */
const furnished = shareWorld(
  async (world) => {
    const cwd = world.layer('apps-prd/us-east-1/network')
    world.emulator.settings.clockOffsetMs = 3600_000
    await world.logIn()
    await world.terraform(['plan'], { cwd })
    return { world, cwd, putBack: saveWorld(world) }
  },
  { pollInterval: 0.01, approval: 'automatic', emptyHome: true },
)

for (const [number, [kind, fits]] of kinds.entries()) {
  test.serial(`${kind}: a damaged file is not used`, async (t) => {
    const { world, cwd, putBack } = await furnished(t)
    const shell = shells[number % shells.length]?.join(' ')
    const line = `${shell} '${world.prefix}/shims/terraform' plan`
    // The short form tries one way for each kind, and different ways for different kinds.
    const fitting = harms.filter(([harm]) => makesSense(kind, harm))
    const many = cases(fitting.length)
    const chosen = [...fitting.slice(number % fitting.length), ...fitting].slice(0, many)
    for (const [harm, spoil] of chosen) {
      const title = `${kind}: ${harm}`
      putBack()
      const theirs = path.join(world.root, 'theirs')
      const files = keptPaths(world).filter((file) => fits.test(file))
      t.true(files.length > 0, title)
      const [example = ''] = files
      const isFile = fs.statSync(example).isFile()
      fs.rmSync(theirs, { recursive: true, force: true })
      if (isFile) {
        fs.writeFileSync(theirs, forge(fs.readFileSync(example, 'utf8')))
        if (process.getuid?.() === 0) fs.chownSync(theirs, nobody, nobody)
      } else fs.mkdirSync(theirs)
      fs.utimesSync(theirs, future, future)
      const before = isFile ? stateOf(theirs) : fs.readdirSync(theirs)
      for (const file of files) {
        spoil(file, isFile ? forge(fs.readFileSync(file, 'utf8')) : '', theirs)
        // With a valid time, only the damage can make tfsso refuse the file. (For a symlink, utimes would change the
        // target.)
        if (kind === 'grants' || kind === 'credentials')
          if (!harm.includes('symlink')) fs.utimesSync(file, future, future)
      }
      // Expired grants make sh start node, which uses the other damaged files. Damaged grants stay unexpired, because
      // sh itself must notice the damage. The exception is `open to all`: only node notices that other users can read a
      // grant.
      if (kind !== 'grants' || harm === 'open to all') expireGrants(world)
      // Without credentials, the run must use the damaged locks. The world logs in first, so that the run needs no new
      // login.
      if (kind.includes('lock')) {
        await world.logIn()
        forget(world, /\/credentials\//)
      }

      const counts = world.starts().length
      const logins = world.emulator.count('StartDeviceAuthorization')
      const { exitCode, screen } = await world.inTerminal(line, { cwd })
      if (exitCode === 0) {
        t.is(world.starts().length, counts + 1, title)
        const { env } = world.lastStart()
        t.is(world.identity(env), '222222222222 DevOpsPrd', title)
        const config = fs.readFileSync(env.AWS_CONFIG_FILE ?? '', 'utf8')
        t.true(config.includes('[profile bb-apps-prd-devopsprd]'), title)
        t.deepEqual(stillSpoiled(world, fits, kind), [], title)
      } else {
        t.true([75, 77, 78].includes(exitCode), `${title}: ${exitCode} ${screen}`)
        t.regex(screen, /tfsso: .*(directory|another user|lock)/, title)
        t.is(world.starts().length, counts, title)
        t.is(
          world.emulator.count('StartDeviceAuthorization'),
          logins,
          `${title}: told before the login`,
        )
        refusals.add(`${kind} ${kind.startsWith('the ') ? 'is' : 'are'} ${harm}`)
      }
      const after = isFile ? stateOf(theirs) : fs.readdirSync(theirs)
      t.true(isDeepStrictEqual(after, before), `${title}: someone else's file was touched`)
      t.false(fs.existsSync(path.join(cwd, 'invalid-was-run')), title)
      const refused = world.emulator.calls.filter(({ status }) => status === 401)
      t.deepEqual(refused, [], `${title}: a forged token was used`)
      tried++
    }
  })
}

function expireGrants(world: World): void {
  for (const file of keptPaths(world))
    if (/\.full$/.test(file)) fs.utimesSync(file, new Date(0), new Date(0))
}

/** In a lock, a damaged file of an earlier generation can stay, because no process reads it any more. */
function stillSpoiled(world: World, fits: RegExp, kind: string): string[] {
  if (kind.includes('lock')) return []
  return faultsOf(world).filter(
    (fault) => fits.test(fault.split(': ')[0] ?? '') && !isTemporary(fault),
  )
}

test.after('report the figures', () => {
  const list =
    refusals.size > 0
      ? `; in these cases the run ends with a message instead: ${[...refusals].join('; ')}`
      : ''
  report({
    attack: `Files of a HOME are damaged: ${kinds.map(([kind]) => kind).join(', ')}`,
    tries: tried,
    outcome: `replaced${list}. Nobody else’s files changed`,
  })
})
