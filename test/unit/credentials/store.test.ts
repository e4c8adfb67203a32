import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { CredentialStore, hashToken, type RoleCredentials } from '../../../lib/credentials/store.ts'
import { findPlaces } from '../../../lib/files/user-paths.ts'
import { writePrivate } from '../../../lib/files/write-private.ts'
import { describeSession } from '../../../lib/session/session.ts'
import type { Token } from '../../../lib/session/token.ts'
import { quoteForShell } from '../../../lib/text/quote.ts'
import { onDisk } from '../../rig/disk-clock.ts'
import { repository, temporary } from '../../rig/install.ts'

const token: Token = {
  startUrl: 'https://example.awsapps.com/start',
  region: 'us-east-1',
  accessToken: 'aoaA',
  expiresAt: '2030-01-01T00:00:00Z',
}
const credentials: RoleCredentials = {
  accountId: '222222222222',
  role: 'DevOps',
  accessKeyId: 'ASIAX',
  secretAccessKey: "it's a $(secret) `x`",
  sessionToken: 'a+/=',
  expiration: Date.parse('2030-01-01T00:00:00Z'),
  lifetimeMs: 3600_000,
  tokenHash: hashToken(token),
}
const printPart = path.join(repository, 'libexec/print.sh')
/** A real lock replaces a file only if this process still holds the lock. */
const lock = { replace: writePrivate }
const times = { renewAtMs: credentials.expiration - 1800_000, endAtMs: credentials.expiration }

function newStore(home = temporary('tfsso home-'), more: { name?: string; env?: object } = {}) {
  const env = { HOME: home, ...more.env }
  const places = findPlaces(env)
  const session = describeSession(more.name ?? 'bb', token.startUrl, token.region, places)
  const file = path.join(places.cache, 'credentials/222222222222/DevOps')
  return { home, store: new CredentialStore(places, session, env), file }
}

test('stored credentials are read back, and only their owner can read them', (t) => {
  const { store, file } = newStore()
  store.write('222222222222', 'DevOps', credentials, times, lock)
  t.deepEqual(store.read('222222222222', 'DevOps', token), credentials)
  t.is(fs.statSync(file).mode & 0o777, 0o600)
  for (const above of [path.dirname(file), path.join(file, '../..'), path.join(file, '../../..')])
    t.is(fs.statSync(above).mode & 0o777, 0o700)
  t.true(Math.abs(fs.statSync(file).mtimeMs - onDisk(times.renewAtMs)) < 1000)
})

test('sh prints the stored credentials, but only for their account, role and session', (t) => {
  const { home, store, file } = newStore()
  store.write('222222222222', 'DevOps', credentials, times, lock)
  const env = { HOME: home }
  const script = `. ${quoteForShell(printPart)}; . ${quoteForShell(file)}; echo not these`
  const ask = (...asked: string[]) =>
    execFileSync('sh', ['-c', script, 'sh', ...asked], { encoding: 'utf8', env })
  const session = ['bb', token.startUrl, token.region]
  t.is(ask('222222222222', 'DevOps', ...session.with(0, 'bbx')), 'not these\n')
  t.deepEqual(JSON.parse(ask('222222222222', 'DevOps', ...session)), {
    Version: 1,
    AccessKeyId: 'ASIAX',
    SecretAccessKey: credentials.secretAccessKey,
    SessionToken: 'a+/=',
    Expiration: '2029-12-31T23:59:00.000Z',
  })
})

for (const [what, role, asked] of [
  ['another role', 'ReadOnly', token],
  ['another token', 'DevOps', { ...token, accessToken: 'aoaB' }],
] as const) {
  test(`stored credentials are not used for ${what}`, (t) => {
    const { store } = newStore()
    store.write('222222222222', 'DevOps', credentials, times, lock)
    t.is(store.read('222222222222', role, asked), undefined)
  })
}

for (const [what, more] of [
  ['another session', { name: 'other' }],
  ['another AWS', { env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' } }],
  ['another portal endpoint', { env: { AWS_ENDPOINT_URL_SSO: 'http://127.0.0.1:1' } }],
] as const) {
  test(`stored credentials are not read with ${what}`, (t) => {
    const { store, home } = newStore()
    store.write('222222222222', 'DevOps', credentials, times, lock)
    const other = newStore(home, more).store
    t.is(other.read('222222222222', 'DevOps', token), undefined)
    t.deepEqual(store.read('222222222222', 'DevOps', token), credentials)
  })
}

test('a file of credentials is not used in the place of another role or account', (t) => {
  const { store, file } = newStore()
  store.write('222222222222', 'DevOps', credentials, times, lock)
  const places = ['222222222222/ReadOnly', '111111111111/DevOps']
  const moved = places.map((place) => path.join(path.dirname(file), '..', place))
  for (const [i, to] of moved.entries()) {
    fs.mkdirSync(path.dirname(to), { recursive: true })
    fs.copyFileSync(file, to)
    const [accountId = '', role = ''] = places[i]?.split('/') ?? []
    t.is(store.read(accountId, role, token), undefined)
  }
  // Somebody could put the wanted role into the file. The store still returns the role that the keys are for, so the
  // caller (CredentialSource) refuses the keys.
  const [to = ''] = moved
  fs.writeFileSync(
    to,
    fs.readFileSync(to, 'utf8').replace('222222222222|DevOps|', '222222222222|ReadOnly|'),
  )
  t.is(
    store.read('222222222222', 'ReadOnly', token)?.role,
    'DevOps',
    'that CredentialSource refuses',
  )
})

for (const [what, spoil] of [
  ['cut short', (file: string) => fs.truncateSync(file, 200)],
  ['empty', (file: string) => fs.truncateSync(file)],
  ['open to others', (file: string) => fs.chmodSync(file, 0o644)],
  [
    'a symlink',
    (file: string) => {
      fs.renameSync(file, `${file}2`)
      fs.symlinkSync(`${file}2`, file)
    },
  ],
] as const) {
  test(`a file that is ${what} is not used, and is wiped or replaced`, (t) => {
    const { store, file } = newStore()
    store.write('222222222222', 'DevOps', credentials, times, lock)
    spoil(file)
    t.is(store.read('222222222222', 'DevOps', token), undefined)
    store.write('222222222222', 'DevOps', credentials, times, lock)
    t.deepEqual(store.read('222222222222', 'DevOps', token), credentials)
    t.true(fs.lstatSync(file).isFile())
  })
}
