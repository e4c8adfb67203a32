import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { sha256 } from '../../../lib/files/digest.ts'
import { findPlaces, type Places } from '../../../lib/files/user-paths.ts'
import { noArguments } from '../../../lib/grant/arguments.ts'
import { type Grant, renderStoredGrant } from '../../../lib/grant/grant.ts'
import {
  grantName,
  identifyGrant,
  proofName,
  pruneGrants,
  type StoredGrant,
  storeGrant as storeWhole,
} from '../../../lib/grant/store.ts'
import { onDisk } from '../../rig/disk-clock.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

const day = 24 * 3600_000
const newPlaces = () => findPlaces({ HOME: temporary('tfsso-home-') })

const storeGrant = (
  places: Places,
  layer: string,
  name: string,
  grant: string | StoredGrant,
  untilMs: number,
  before?: string,
) => {
  const stored = typeof grant === 'string' ? { text: grant, proof: undefined } : grant
  storeWhole(places, layer, name, stored, untilMs, before)
}

/** Without a session, the grant has only arguments. */
function grantOf(session: string | undefined, covers = '', proof = 'p'): string {
  const credentials = {
    accountId: '222222222222',
    role: 'DevOps',
    accessKeyId: 'A',
    secretAccessKey: 's',
    sessionToken: 't',
    expiration: 0,
    lifetimeMs: 1,
    tokenHash: '',
  }
  const aws: Grant['aws'] =
    session === undefined
      ? undefined
      : {
          session,
          places: [],
          who: '',
          credentials,
          endsAtMs: 0,
          region: '',
          config: '',
          sharedCredentials: undefined,
        }
  return renderStoredGrant({
    covers: [{ what: 'tool', word: '"$tfsso_tool"', value: covers }],
    inputs: { present: [], found: [], many: [], absent: [] },
    proof,
    checksumCommand: 'true',
    tellingCommand: 'true',
    arguments: noArguments,
    ...(aws ? { aws } : {}),
  })
}

function list({ cache }: Places): string[] {
  const root = path.join(cache, 'grants')
  return fs
    .readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort()
}

test('grants have the file names that the shim expects', (t) => {
  t.is(grantName('terraform', 'full', undefined), 'terraform.full')
  t.is(grantName('tofu', 'args', ''), 'tofu.args')
  t.is(grantName('terraform', 'full', 'ReadOnly'), 'terraform.full@ReadOnly')
})

test('a grant is private; the time of its file says when the grant expires, and the time of its directory when it was made', (t) => {
  const places = newPlaces()
  const end = Date.now() + 12_345_000
  storeGrant(places, '/a layer --/ñ', 'terraform.full', 'text', end)
  const file = path.join(places.cache, 'grants/a layer --/ñ/.tfsso/terraform.full')
  const stat = fs.statSync(file)
  t.is(fs.readFileSync(file, 'utf8'), 'text')
  t.is(stat.mode & 0o777, 0o600)
  t.true(Math.abs(stat.mtimeMs - onDisk(end)) < 1000)
  for (let at = path.dirname(file); at !== path.dirname(places.cache); at = path.dirname(at))
    t.is(fs.statSync(at).mode & 0o777, 0o700, at)
  t.true(Math.abs(fs.statSync(path.dirname(file)).mtimeMs - onDisk(Date.now())) < 60_000)
})

test('each layer has its own path for grants: a layer inside another, one with a similar name, and the root', (t) => {
  const places = newPlaces()
  for (const directory of ['/p/l', '/p/l/inner', '/p/l2', '/'])
    storeGrant(places, directory, 'terraform.full', directory, Date.now() + day)
  t.deepEqual(list(places), [
    '.tfsso/terraform.full',
    'p/l/.tfsso/terraform.full',
    'p/l/inner/.tfsso/terraform.full',
    'p/l2/.tfsso/terraform.full',
  ])
})

test('a new grant replaces anything in its place, and does not follow a link', (t) => {
  const places = newPlaces()
  storeGrant(places, '/l', 'terraform.full', 'one', Date.now() + day)
  const file = path.join(places.cache, 'grants/l/.tfsso/terraform.full')
  const victim = path.join(places.home, 'victim')
  fs.writeFileSync(victim, 'mine')
  fs.rmSync(file)
  fs.symlinkSync(victim, file)
  storeGrant(places, '/l', 'terraform.full', 'two', Date.now() + day)
  t.is(fs.readFileSync(victim, 'utf8'), 'mine')
  t.is(fs.readFileSync(file, 'utf8'), 'two')
})

test('if another process has stored a grant meanwhile, that grant is not replaced', (t) => {
  const places = newPlaces()
  const file = path.join(places.cache, 'grants/l/.tfsso/terraform.full')
  const store = (text: string, before?: string) =>
    storeGrant(places, '/l', 'terraform.full', text, Date.now() + day, before)
  const none = identifyGrant(places, '/l', 'terraform.full')
  store('newer')
  store('older', none)
  t.is(fs.readFileSync(file, 'utf8'), 'newer')
  store('newest', identifyGrant(places, '/l', 'terraform.full'))
  t.is(fs.readFileSync(file, 'utf8'), 'newest')
})

test('a new grant replaces a file in the place of its directory; in the directory it removes what is not a grant or is open to others', (t) => {
  const places = newPlaces()
  const grants = path.join(places.cache, 'grants')
  const target = path.join(grants, 'a/b/.tfsso/terraform.full')
  const spoils = [
    () => write(path.join(grants, 'a'), ''),
    () => fs.symlinkSync(places.home, path.join(grants, 'a')),
    () => write(path.join(grants, 'a/b'), ''),
    () => fs.mkdirSync(path.join(target, 'in it'), { recursive: true }),
    () => fs.symlinkSync('/nowhere', write(target, '').replace(/full$/, 'args')),
    () => fs.chmodSync(write(target.replace(/full$/, 'args'), ''), 0o666),
  ]
  storeGrant(places, '/a/b', 'terraform.full', 'x', Date.now() + day)
  for (const spoil of spoils) {
    fs.rmSync(path.join(grants, 'a'), { recursive: true })
    spoil()
    storeGrant(places, '/a/b', 'terraform.full', 'whole', Date.now() + day)
    t.is(fs.readFileSync(target, 'utf8'), 'whole')
    t.deepEqual(list(places), ['a/b/.tfsso/terraform.full'])
  }
  t.deepEqual(fs.readdirSync(places.home), ['.cache'])
})

test('tfsso stores a grant’s checksums in a file next to the grant, and removes both together', (t) => {
  const places = newPlaces()
  const end = Date.now() + day
  const at = (name: string, sums: string) => `l/.tfsso/${name}#${proofName(sums)}`
  const sealed = (name: string, sums: string) => [at(name, sums), `${at(name, sums)}.seal`]
  const role = 'terraform.full@ReadOnly'
  const store = (name: string, session: string, sums: string, before?: string) => {
    const text = grantOf(session, '', proofName(sums))
    storeGrant(
      places,
      '/l',
      name,
      { text, proof: { sums, format: { hash: 'sha256', escapes: true } } },
      end,
      before,
    )
  }
  store('terraform.full', 's', 'one')
  store(role, 'other', 'one')
  store('terraform.full', 's', 'two')
  const both = [
    'l/.tfsso/terraform.full',
    ...sealed('terraform.full', 'two'),
    `l/.tfsso/${role}`,
    ...sealed(role, 'one'),
  ]
  t.deepEqual(list(places), both)
  const file = path.join(places.cache, 'grants', at('terraform.full', 'two'))
  t.is(fs.readFileSync(file, 'utf8'), 'two')
  t.is(fs.readFileSync(`${file}.seal`, 'utf8'), `${sha256('two')}  ${file}\n`)
  t.is(fs.statSync(file).mode & 0o777, 0o600)
  // `none before` means that this process has not seen the grant `two`. So `two` counts as another process's grant, and
  // stays.
  store('terraform.full', 's', 'three', 'none before')
  t.deepEqual(list(places), both)
  for (const name of list(places)) fs.utimesSync(path.join(places.cache, 'grants', name), 1, 1)
  pruneGrants(places)
  t.false(fs.existsSync(path.join(places.cache, 'grants/l')))
})

test('pruning removes expired grants', (t) => {
  const places = newPlaces()
  const now = Date.now()
  storeGrant(places, '/old', 'terraform.full', 'x', now - 1000)
  storeGrant(places, '/both', 'terraform.full', 'x', now - 1000)
  storeGrant(places, '/both', 'tofu.full', 'x', now + day)
  // This process's clock must not affect the result.
  const { now: real } = Date
  Date.now = () => real() + 2 * day
  pruneGrants(places)
  Date.now = real
  t.deepEqual(list(places), ['both/.tfsso/tofu.full'])
  t.false(fs.existsSync(path.join(places.cache, 'grants/old')))
})

test('pruning does nothing if there are no grants', (t) => {
  const places = newPlaces()
  t.notThrows(() => pruneGrants(places))
  t.false(fs.existsSync(places.cache))
})

test('pruning does not follow a link out of the cache', (t) => {
  const places = newPlaces()
  storeGrant(places, '/l', 'terraform.full', 'x', 0)
  const outside = path.join(places.home, 'outside')
  fs.mkdirSync(outside)
  fs.writeFileSync(path.join(outside, 'file'), 'mine')
  fs.utimesSync(path.join(outside, 'file'), 1, 1)
  fs.symlinkSync(outside, path.join(places.cache, 'grants/link'))
  pruneGrants(places)
  t.is(fs.readFileSync(path.join(outside, 'file'), 'utf8'), 'mine')
})
