import test from 'ava'
import { decodeAwsChunked } from '../../sigv4/aws-chunked.ts'
import { sha256Hex } from '../../sigv4/sha256.ts'
import { parseAuthorization } from '../../sigv4/signature.ts'
import { signerOf, sign as signParts } from '../../sigv4/signer.ts'

// The examples of the Amazon S3 API Reference: sig-v4-header-based-auth, sigv4-streaming, sigv4-streaming-trailers.
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'
const timestamp = '20130524T000000Z'
const empty = sha256Hex('')

const signer = signerOf(
  { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: secret },
  { region: 'us-east-1', service: 's3' },
)
const signingDate = new Date('2013-05-24T00:00:00Z')

async function sign(
  method: string,
  path: string,
  rawQuery: string,
  headers: Record<string, string>,
  payloadHash = empty,
): Promise<string | undefined> {
  const all: Record<string, string> = {
    host: 'examplebucket.s3.amazonaws.com',
    'x-amz-date': timestamp,
    'x-amz-content-sha256': payloadHash,
    ...headers,
  }
  const parts = { method, path, rawQuery, headers: all, body: Buffer.alloc(0) }
  return parseAuthorization(await signParts(await signer, parts, signingDate))?.signature
}

test('the signature of a GET with a range is the one in AWS’s example', async (t) => {
  t.is(
    await sign('GET', '/test.txt', '', { range: 'bytes=0-9' }),
    'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
  )
})

// AWS's example with a `$` in its path signs the `date` header, which our signer never signs. So it can't be
// used here.
test('encoding a character in the path does not change the signature', async (t) => {
  const signature = await sign('PUT', '/test%24file.text', '', {})
  t.truthy(signature)
  t.is(await sign('PUT', '/test$file.text', '', {}), signature)
})

test('the signatures of requests with a query are those in AWS’s examples', async (t) => {
  t.is(
    await sign('GET', '/', 'lifecycle', {}),
    'fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543',
  )
  t.is(
    await sign('GET', '/', 'prefix=J&max-keys=2', {}),
    '34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
  )
})

const chunk = (data: string, signature: string) =>
  `${data.length.toString(16)};chunk-signature=${signature}\r\n${data}\r\n`
const large = 'a'.repeat(65_536)
const small = 'a'.repeat(1024)

const signing = async (seed: string) => ({
  signer: await signer,
  signingDate,
  timestamp,
  scope: '20130524/us-east-1/s3/aws4_request',
  seed,
})

const streamed = [
  chunk(large, 'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648'),
  chunk(small, '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497'),
  chunk('', 'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9'),
].join('')
const streamedSeed = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9'

test('a streamed body in which each chunk is signed is accepted', async (t) => {
  const { body, trailers } = await decodeAwsChunked(
    Buffer.from(streamed),
    await signing(streamedSeed),
  )
  t.is(body.toString(), large + small)
  t.deepEqual(trailers, {})
})

test('the seed signature of a streamed body is the one in AWS’s example', async (t) => {
  t.is(
    await sign(
      'PUT',
      '/examplebucket/chunkObject.txt',
      '',
      {
        host: 's3.amazonaws.com',
        'content-encoding': 'aws-chunked',
        'content-length': '66824',
        'x-amz-decoded-content-length': '66560',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      },
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
    ),
    streamedSeed,
  )
})

const trailing = [
  chunk(large, 'b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2'),
  chunk(small, '1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7'),
  '0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n',
  'x-amz-checksum-crc32c:sOO8/Q==\r\n',
  'x-amz-trailer-signature:' +
    'd81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n',
].join('')
const trailingSeed = '106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e'

test('a streamed body with signed trailers is accepted', async (t) => {
  const { body, trailers } = await decodeAwsChunked(
    Buffer.from(trailing),
    await signing(trailingSeed),
  )
  t.is(body.toString(), large + small)
  t.deepEqual(trailers, { 'x-amz-checksum-crc32c': 'sOO8/Q==' })
})

test('a streamed body without signatures is accepted', async (t) => {
  const encoded = Buffer.from('5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n')
  const { body, trailers } = await decodeAwsChunked(encoded)
  t.is(body.toString(), 'hello')
  t.deepEqual(trailers, { 'x-amz-checksum-crc32': 'NhCmhg==' })
})

const spoilt: [what: string, encoded: string, seed: string, code: string][] = [
  ['a changed chunk', streamed.replace('aaaa', 'aaab'), streamedSeed, 'SignatureDoesNotMatch'],
  ['another seed', streamed, trailingSeed, 'SignatureDoesNotMatch'],
  ['a changed trailer', trailing.replace('sOO8', 'tOO8'), trailingSeed, 'SignatureDoesNotMatch'],
  ['no last chunk', streamed.slice(0, -90), streamedSeed, 'IncompleteBody'],
  ['a chunk cut short', streamed.slice(0, 100), streamedSeed, 'IncompleteBody'],
  ['no chunks', 'hello', streamedSeed, 'IncompleteBody'],
]

for (const [what, encoded, seed, code] of spoilt) {
  test(`a streamed body with ${what} is refused`, async (t) => {
    await t.throwsAsync(decodeAwsChunked(Buffer.from(encoded), await signing(seed)), { code })
  })
}

test('a header without a complete signature is not read as a signature', async (t) => {
  for (const text of [undefined, '', 'Bearer x', 'AWS4-HMAC-SHA256 Credential=a/b/c']) {
    t.is(parseAuthorization(text), undefined)
  }
})
