import { createHash } from 'node:crypto'
import test from 'ava'
import { emulatorFor, roleKeys } from './rig.ts'
import { type Keys, signedFetch } from './signed-fetch.ts'

type Request = Partial<Parameters<typeof signedFetch>[1]>

function s3(url: string, keys: Keys) {
  return async (method: string, path: string, more: Request = {}) => {
    const answer = await signedFetch(keys, { service: 's3', method, url: url + path, ...more })
    const text = await answer.text()
    const elements = (name: string) =>
      [...text.matchAll(new RegExp(`<${name}>([^<]*)`, 'g'))].map((match) => match[1])
    return { status: answer.status, headers: answer.headers, text, elements }
  }
}

test('an object is put, read, listed and deleted', async (t) => {
  const emulator = await emulatorFor(t)
  const call = s3(emulator.url, await roleKeys(emulator))
  const path = '/prd-state/env%3A/x/a%20b%2Bc/state'
  const body = '{"version": 4}'
  const md5 = createHash('md5').update(body).digest()
  const put = await call('PUT', path, {
    body,
    headers: {
      'content-type': 'application/json',
      'content-md5': md5.toString('base64'),
      'x-amz-meta-tool': 'terraform',
    },
  })
  t.is(put.status, 200)
  t.is(put.headers.get('etag'), `"${md5.toString('hex')}"`)
  t.like(emulator.objects, [
    { bucket: 'prd-state', key: 'env:/x/a b+c/state', accountId: '111111111111', role: 'DevOps' },
  ])
  t.is(emulator.objects[0]?.body.toString(), body)

  const got = await call('GET', `${path}?x-id=GetObject`)
  t.is(got.text, body)
  t.is(got.headers.get('content-type'), 'application/json')
  t.is(got.headers.get('x-amz-meta-tool'), 'terraform')
  const head = await call('HEAD', path)
  t.is(head.headers.get('content-length'), String(body.length))
  t.is(head.text, '')
  const list = await call('GET', '/prd-state?list-type=2&prefix=env%3A%2F')
  t.deepEqual(list.elements('Key'), ['env:/x/a b+c/state'])

  t.is((await call('DELETE', path)).status, 204)
  t.is((await call('DELETE', path)).status, 204)
  t.is((await call('HEAD', path)).status, 404)
  t.deepEqual((await call('GET', path)).elements('Code'), ['NoSuchKey'])
  t.deepEqual(
    emulator.calls.slice(-3).map(({ operation, status, error, bucket, key }) => ({
      operation,
      status,
      error,
      bucket,
      key,
    })),
    ['DeleteObject', 'HeadObject', 'GetObject'].map((operation, index) => ({
      operation,
      status: index === 0 ? 204 : 404,
      error: index === 0 ? undefined : 'NoSuchKey',
      bucket: 'prd-state',
      key: 'env:/x/a b+c/state',
    })),
  )
})

test('a key can look like a path of another service', async (t) => {
  const emulator = await emulatorFor(t, { buckets: { token: '111111111111' } })
  const call = s3(emulator.url, await roleKeys(emulator))
  t.is((await call('PUT', '/token/federation/credentials', { body: 'x' })).status, 200)
  t.is((await call('HEAD', '/token')).status, 200)
  t.is(emulator.objects[0]?.key, 'federation/credentials')
})

test('if several conditional writes want the same lock, only one of them succeeds', async (t) => {
  const emulator = await emulatorFor(t)
  const call = s3(emulator.url, await roleKeys(emulator))
  const lock = () =>
    call('PUT', '/prd-state/lock', { body: 'me', headers: { 'if-none-match': '*' } })
  const outcomes = await Promise.all([lock(), lock(), lock()])
  t.deepEqual(outcomes.map(({ status }) => status).sort(), [200, 412, 412])
  const refused = outcomes.find(({ status }) => status === 412)
  t.deepEqual(refused?.elements('Code'), ['PreconditionFailed'])
  t.deepEqual(refused?.elements('Condition'), ['If-None-Match'])
  const match = (etag: string) =>
    call('PUT', '/prd-state/lock', { body: 'you', headers: { 'if-match': etag } })
  t.is((await match('"0123"')).status, 412)
  t.is((await match(`"${createHash('md5').update('me').digest('hex')}"`)).status, 200)
})

test('a listing can have a prefix, a delimiter and pages', async (t) => {
  const emulator = await emulatorFor(t)
  const call = s3(emulator.url, await roleKeys(emulator))
  for (const key of ['a', 'd/1', 'd/2', 'd/e/3', 'z%26']) {
    await call('PUT', `/prd-state/${key}`, { body: key })
  }
  const list = (query: string) => call('GET', `/prd-state/?list-type=2&${query}`)
  t.deepEqual((await list('')).elements('Key'), ['a', 'd/1', 'd/2', 'd/e/3', 'z&#38;'])
  t.deepEqual((await list('encoding-type=url')).elements('Key').at(-1), 'z%26')
  const rolled = await list('prefix=d%2F&delimiter=%2F')
  t.deepEqual(rolled.elements('Key'), ['d/1', 'd/2'])
  t.deepEqual(rolled.elements('Prefix'), ['d/', 'd/e/'])
  t.deepEqual((await list('start-after=d%2F2')).elements('Key'), ['d/e/3', 'z&#38;'])
  t.deepEqual((await list('max-keys=0')).elements('IsTruncated'), ['false'])
  t.deepEqual((await list('max-keys=-1')).elements('Code'), ['InvalidArgument'])

  const seen = []
  let token = ''
  do {
    const page = await list(`delimiter=%2F&max-keys=1${token}`)
    seen.push(page.elements('Key')[0] ?? page.elements('Prefix').at(-1))
    const next = page.elements('NextContinuationToken')[0]
    token = next ? `&continuation-token=${encodeURIComponent(next)}` : ''
  } while (token)
  t.deepEqual(seen, ['a', 'd/', 'z&#38;'])
})

test('a listing has the order of UTF-8 bytes, also from page to page', async (t) => {
  const emulator = await emulatorFor(t)
  const call = s3(emulator.url, await roleKeys(emulator))
  // In UTF-16, which JavaScript compares, the second key comes first.
  const keys = ['\uff41', '\u{1f600}']
  for (const key of keys) await call('PUT', `/prd-state/${encodeURIComponent(key)}`, { body: 'x' })
  const after = `start-after=${encodeURIComponent('\uff41')}`
  const list = (query: string) => call('GET', `/prd-state/?list-type=2&encoding-type=url&${query}`)
  const [first, second] = keys.map(encodeURIComponent)
  t.deepEqual((await list('')).elements('Key'), [first, second])
  t.deepEqual((await list(after)).elements('Key'), [second])
})

test('a bucket refuses wrong writes', async (t) => {
  const emulator = await emulatorFor(t)
  const keys = await roleKeys(emulator)
  const put = async (changed: Partial<Keys>, path: string, more: Request = {}) => {
    const all = { ...keys, ...changed }
    const { status, elements } = await s3(emulator.url, all)('PUT', path, { body: 'x', ...more })
    return `${status} ${elements('Code')[0]}`
  }
  const path = '/prd-state/key'
  t.is(await put({}, '/nowhere/key'), '404 NoSuchBucket')
  t.is(await put({}, '/dev-state/key'), '403 AccessDenied')
  t.is(await put({ accessKeyId: 'ASIAUNKNOWN' }, path), '403 InvalidAccessKeyId')
  t.is(await put({ secretAccessKey: 'wrong' }, path), '403 SignatureDoesNotMatch')
  t.is(await put({ sessionToken: 'wrong' }, path), '400 InvalidToken')
  const { sessionToken: _, ...bare } = keys
  const tokenless = await s3(emulator.url, bare)('PUT', path, { body: 'x' })
  t.deepEqual(tokenless.elements('Code'), ['InvalidAccessKeyId'])
  t.is(await put({}, path, { unsigned: { 'x-amz-meta-a': 'b' } }), '403 AccessDenied')
  t.is(await put({}, path, { at: Date.now() - 16 * 60_000 }), '403 RequestTimeTooSkewed')
  t.is(await put({}, path, { payloadHash: 'a'.repeat(64) }), '400 XAmzContentSHA256Mismatch')
  t.is(await put({}, `${path}?partNumber=1&uploadId=2`), '501 NotImplemented')
  emulator.settings.clockOffsetMs = 3_601_000
  t.is(await put({}, path, { at: Date.now() + 3_601_000 }), '400 ExpiredToken')
  t.deepEqual(emulator.objects, [])
})

test('a body can be unsigned, or in chunks with a checksum at the end', async (t) => {
  const emulator = await emulatorFor(t)
  const call = s3(emulator.url, await roleKeys(emulator))
  const unsigned = { body: 'x', payloadHash: 'UNSIGNED-PAYLOAD' }
  t.is((await call('PUT', '/prd-state/a', unsigned)).status, 200)
  const chunked = (checksum: string, length = '5') =>
    call('PUT', '/prd-state/b', {
      payloadHash: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
      headers: {
        'content-encoding': 'aws-chunked',
        'x-amz-decoded-content-length': length,
        'x-amz-trailer': 'x-amz-checksum-crc32',
      },
      body: `5\r\nhello\r\n0\r\n${checksum}\r\n`,
    })
  t.deepEqual((await chunked('')).elements('Code'), ['MalformedTrailerError'])
  t.deepEqual((await chunked('x-amz-checksum-crc32:AAAAAA==\r\n')).elements('Code'), ['BadDigest'])
  const good = 'x-amz-checksum-crc32:NhCmhg==\r\n'
  t.deepEqual((await chunked(good, '6')).elements('Code'), ['IncompleteBody'])
  t.is((await chunked(good)).status, 200)
  const seen = await call('GET', '/prd-state/b', { headers: { 'x-amz-checksum-mode': 'ENABLED' } })
  t.is(seen.text, 'hello')
  t.is(seen.headers.get('x-amz-checksum-crc32'), 'NhCmhg==')
})

test('a body can be in chunks, each with its signature', async (t) => {
  const emulator = await emulatorFor(t)
  const call = s3(emulator.url, await roleKeys(emulator))
  const headers = { 'content-encoding': 'aws-chunked', 'x-amz-decoded-content-length': '11' }
  const signedChunks = ['hello ', 'world', '']
  t.is((await call('PUT', '/prd-state/c', { headers, signedChunks })).status, 200)
  t.is((await call('GET', '/prd-state/c')).text, 'hello world')
  const unsigned = await call('PUT', '/prd-state/c', {
    headers,
    payloadHash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    body: 'b\r\nhello world\r\n0\r\n\r\n',
  })
  t.deepEqual(unsigned.elements('Code'), ['SignatureDoesNotMatch'])
})

test('a body with a wrong checksum is refused', async (t) => {
  const emulator = await emulatorFor(t)
  const call = s3(emulator.url, await roleKeys(emulator))
  // For CRCs, the checksum of '123456789' is the standard check value.
  const right: Record<string, string> = {
    crc32: Buffer.from('cbf43926', 'hex').toString('base64'),
    crc32c: Buffer.from('e3069283', 'hex').toString('base64'),
    sha1: createHash('sha1').update('123456789').digest('base64'),
    sha256: createHash('sha256').update('123456789').digest('base64'),
  }
  for (const [algorithm, checksum] of Object.entries(right)) {
    const put = (value: string) =>
      call('PUT', '/prd-state/sum', {
        body: '123456789',
        headers: { [`x-amz-checksum-${algorithm}`]: value },
      })
    t.is((await put(checksum)).status, 200, algorithm)
    t.deepEqual((await put('AAAAAA==')).elements('Code'), ['BadDigest'], algorithm)
  }
  const md5 = await call('PUT', '/prd-state/sum', { body: 'x', headers: { 'content-md5': 'AAAA' } })
  t.deepEqual(md5.elements('Code'), ['BadDigest'])
})

test('requests about the bucket itself work, and requests that are not emulated are refused', async (t) => {
  const emulator = await emulatorFor(t)
  const call = s3(emulator.url, await roleKeys(emulator))
  const head = await call('HEAD', '/prd-state')
  t.is(head.headers.get('x-amz-bucket-region'), 'us-east-1')
  t.regex((await call('GET', '/prd-state?versioning')).text, /VersioningConfiguration/)
  t.regex((await call('GET', '/prd-state?location')).text, /LocationConstraint/)
  t.is((await call('GET', '/prd-state?acl')).status, 501)
  t.is((await call('GET', '/')).status, 501)
  t.is((await call('PUT', '/prd-state')).status, 501)
  t.deepEqual(emulator.counts().S3, 3)
})
