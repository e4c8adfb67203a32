import test from 'ava'
import {
  type Bucket,
  bucketOf,
  initBucket,
  storedBucket,
} from '../../../../lib/layout/tfsso-hcl/bucket.ts'

const state = (backend: unknown) => JSON.stringify({ version: 3, backend })
const named = (name: string): Bucket => ({ name })

const stored: [string, string | undefined, Bucket][] = [
  ['nothing stored', undefined, 'none'],
  ['an S3 backend', state({ type: 's3', config: { bucket: 'acme-prod' } }), named('acme-prod')],
  ['a local backend', state({ type: 'local', config: { path: null } }), 'none'],
  ['no backend', state(undefined), 'none'],
  ['an S3 backend without a bucket', state({ type: 's3', config: {} }), 'none'],
  ['not JSON', '{', 'unknown'],
]
for (const [what, text, expected] of stored)
  test(`the bucket of a stored backend: ${what}`, (t) => t.deepEqual(storedBucket(text), expected))

const files: Record<string, Record<string, unknown>> = {
  'prod.hcl': { bucket: 'acme-prod' },
  'key.hcl': { key: 'x' },
  'odd.hcl': { bucket: '${var.bucket}' },
}

/** Each row: arguments, backend block, stored bucket → the bucket that init will configure. */
const rows: [string[], Record<string, unknown> | undefined, Bucket, Bucket][] = [
  [[], undefined, named('old'), 'none'],
  [[], {}, 'none', 'none'],
  [[], {}, named('old'), named('old')],
  [[], { bucket: 'own' }, named('old'), named('own')],
  [[], { bucket: '${var.bucket}' }, named('old'), 'unknown'],
  [['-backend-config=prod.hcl'], {}, named('old'), named('acme-prod')],
  [['-backend-config', 'prod.hcl'], {}, named('old'), named('acme-prod')],
  [['--backend-config=prod.hcl'], { bucket: 'own' }, 'none', named('acme-prod')],
  [['-backend-config=bucket=b'], {}, 'none', named('b')],
  [['-backend-config=bucket="b"'], {}, 'none', named('"b"')],
  [['-backend=false', '-backend-config=bucket=b'], {}, named('old'), named('old')],
  [['-reconfigure'], {}, named('old'), 'none'],
  [['-reconfigure=false'], {}, named('old'), named('old')],
  [['-from-module=x'], {}, named('old'), 'unknown'],
  [['-lock-timeout', '5s', '-backend-config=bucket=b'], {}, 'none', named('b')],
  [['-backend-config', 'bucket=b'], {}, 'none', named('b')],
  [['-backend-config=prod.hcl', '-backend-config=bucket=b'], {}, 'none', named('b')],
  [['-backend-config=bucket=b', '-backend-config=prod.hcl'], {}, 'none', named('acme-prod')],
  [['-backend-config=bucket=b', '-backend-config=key.hcl'], {}, 'none', named('b')],
  [['-backend-config=key=x'], {}, named('old'), named('old')],
  [['-backend-config=missing.hcl'], {}, named('old'), 'unknown'],
  [['-backend-config=odd.hcl'], {}, named('old'), 'unknown'],
  [['-reconfigure', '-upgrade', '-backend-config=prod.hcl'], {}, 'none', named('acme-prod')],
  [['-plugin-dir', '-backend-config=prod.hcl'], {}, 'none', 'none'],
  [['-input=false', 'x', '-backend-config=prod.hcl'], {}, 'none', 'none'],
]
for (const [args, block, old, expected] of rows)
  test(`the bucket after init ${args.join(' ')} with ${JSON.stringify(block)}, stored ${JSON.stringify(old)}`, async (t) => {
    const readFile = async (file: string) =>
      files[file] ? bucketOf(files[file].bucket) : 'unknown'
    const given = { block: block && bucketOf(block.bucket), own: [], readFile, stored: old }
    t.deepEqual(await initBucket({ args, ...given }), expected)
  })
