import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { writePrivate } from '../../../lib/files/write-private.ts'
import { withLock } from '../../../lib/lock/lock.ts'
import {
  formatExpiry,
  isRefreshable,
  openToOthers,
  parseToken,
  readToken,
  remainingMs,
  type Token,
  writeToken,
} from '../../../lib/session/token.ts'
import { temporary } from '../../rig/install.ts'

/** A token file with the keys and the date format of botocore and AWS CLI v2. */
const golden = `{"startUrl": "https://d-1.awsapps.com/start", "region": "us-east-1", "accessToken": "aoaA", "expiresAt": "2026-11-22T15:53:43Z", "clientId": "c", "clientSecret": "s", "registrationExpiresAt": "2027-02-20T14:53:42Z", "refreshToken": "aorA"}`
const token = JSON.parse(golden) as Token
const end = Date.parse('2026-11-22T15:53:43Z')

test('tfsso can read a token that another tool has written', (t) => {
  t.deepEqual(parseToken(golden), token)
  t.is(remainingMs(token, end - 60_000), 60_000)
  t.true(isRefreshable(token, end))
})

test('tfsso writes a token in the form of other tools, with mode 0600, in directories with mode 0700', async (t) => {
  const file = path.join(temporary('tfsso-token-'), '.aws/sso/cache/x.json')
  const changed = { ...token, expiresAt: formatExpiry(end + 999) }
  await withLock(file.replace(/json$/, 'lock'), { waitMs: 0 }, async (lock) => {
    t.true(writeToken(file, changed, lock))
  })
  t.deepEqual(JSON.parse(fs.readFileSync(file, 'utf8')), token)
  t.is(fs.statSync(file).mode & 0o777, 0o600)
  t.is(fs.statSync(path.dirname(file)).mode & 0o777, 0o700)
  t.deepEqual(fs.readdirSync(path.dirname(file)), ['x.json', 'x.lock'])
})

test('if other users can read or write to a file, tfsso makes the file private and uses it', (t) => {
  const file = path.join(temporary('tfsso-token-'), 'x.json')
  fs.writeFileSync(file, golden)
  for (const mode of [0o600, 0o644, 0o660, 0o602, 0o666]) {
    fs.chmodSync(file, mode)
    t.deepEqual(readToken(file), token, mode.toString(8))
    t.is(fs.statSync(file).mode & 0o777, 0o600)
  }
})

test('if chmod has no effect, tfsso uses a file that other users can read, with one warning', (t) => {
  const file = path.join(temporary('tfsso-token-'), 'x.json')
  fs.writeFileSync(file, golden, { mode: 0o666 })
  fs.chmodSync(file, 0o666)
  const { fchmodSync } = fs
  const { write } = process.stderr
  const { isTTY } = process.stderr
  const { TFSSO_DEBUG } = process.env
  let said = ''
  try {
    process.env.TFSSO_DEBUG = '1'
    fs.fchmodSync = () => {}
    process.stderr.isTTY = true
    process.stderr.write = (text: string) => {
      said += text
      return true
    }
    t.deepEqual(readToken(file), token)
    t.deepEqual(readToken(file), token)
    t.is(`tfsso: ${openToOthers(file)}\n`, said, 'as status says it')
  } finally {
    fs.fchmodSync = fchmodSync
    process.stderr.write = write
    process.stderr.isTTY = isTTY
    if (TFSSO_DEBUG === undefined) delete process.env.TFSSO_DEBUG
    else process.env.TFSSO_DEBUG = TFSSO_DEBUG
  }
  t.is(
    said,
    `tfsso: ${file} is accessible to other users of this machine (mode 0666), and chmod has no effect on it.\n`,
  )
  t.is(openToOthers(file), undefined, 'where chmod has an effect it is closed')
})

test('tfsso makes a file private when it writes to it, if other users could read it', (t) => {
  const file = path.join(temporary('tfsso-token-'), 'x.json')
  fs.writeFileSync(file, golden, { mode: 0o644 })
  writeToken(file, token, { replace: writePrivate })
  t.is(fs.statSync(file).mode & 0o777, 0o600)
})

for (const [expiresAt, expected] of [
  ['2026-11-22T15:53:43Z', end],
  ['2026-11-22T15:53:43.123Z', end + 123],
  ['2026-11-22T15:53:43+00:00', end],
  ['2026-11-22T21:38:43+05:45', end],
  ['2026-11-22T15:53:43UTC', end],
  ['2026-11-22T15:53:43', end],
  ['2026-11-22T15:53:43.123', end + 123],
] as const) {
  test(`a token’s expiry can have the form ${expiresAt}`, (t) => {
    const read = parseToken(JSON.stringify({ ...token, expiresAt }))
    t.is(read && remainingMs(read, 0), expected)
  })
}

for (const [what, text] of [
  ['empty', ''],
  ['half written', golden.slice(0, 90)],
  ['null', 'null'],
  ['an array', '[]'],
  ['a registration', '{"clientId":"c","clientSecret":"s","expiresAt":"2026-11-22T15:53:43Z"}'],
  ['no access token', JSON.stringify({ ...token, accessToken: '' })],
  ['a number for a date', JSON.stringify({ ...token, expiresAt: 1 })],
  ['an invalid date', JSON.stringify({ ...token, expiresAt: 'soon' })],
] as const) {
  test(`a file does not count as a token if it is or has: ${what}`, (t) => {
    t.is(parseToken(text), undefined)
  })
}

for (const [what, change, expected] of [
  ['all there', {}, true],
  ['no refresh token', { refreshToken: undefined }, false],
  ['no client id', { clientId: undefined }, false],
  ['no client secret', { clientSecret: undefined }, false],
  ['a registration without an end', { registrationExpiresAt: undefined }, false],
  ['a registration that has ended', { registrationExpiresAt: '2026-11-22T15:53:42Z' }, false],
] as const) {
  test(`a token can${expected ? '' : '’t'} be refreshed: ${what}`, (t) => {
    t.is(isRefreshable({ ...token, ...change } as Token, end), expected)
  })
}

test('a file that another tool is still writing is read again', (t) => {
  const file = path.join(temporary('tfsso-token-'), 'x.json')
  fs.writeFileSync(file, golden.slice(0, 50))
  // While readToken waits, no other code can run. So the second read itself writes the file.
  const { openSync } = fs
  let reads = 0
  fs.openSync = (...args) => {
    if (args[0] === file && ++reads === 2) {
      fs.openSync = openSync
      fs.writeFileSync(file, golden)
    }
    return openSync(...args)
  }
  try {
    t.deepEqual(readToken(file), token)
    t.is(reads, 2)
  } finally {
    fs.openSync = openSync
  }
  fs.writeFileSync(file, 'rubbish')
  t.is(readToken(file), undefined)
  t.is(readToken(`${file}.missing`), undefined)
})
