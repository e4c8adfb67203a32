import { asMap } from '../../project/values.ts'
import { readFlags } from './flags.ts'

/**
 * The bucket that an S3 backend keeps its state in. `unknown`: there is one, but its name is an expression
 * or stands in a file that cannot be read; `none`: no S3 backend, or nothing names a bucket.
 */
export type Bucket = { name: string } | 'unknown' | 'none'

/** The bucket of the stored backend, from the text of `$TF_DATA_DIR/terraform.tfstate`. */
export function storedBucket(state: string | undefined): Bucket {
  if (state === undefined) return 'none'
  try {
    const backend = asMap(asMap(JSON.parse(state))?.backend)
    if (backend?.type !== 's3') return 'none'
    return bucketOf(asMap(backend.config)?.bucket) ?? 'none'
  } catch {
    return 'unknown'
  }
}

/** What a value of the key `bucket` means; undefined where it says nothing. */
function bucketOf(value: unknown): Bucket | undefined {
  if (value === undefined || value === null || value === '') return undefined
  return typeof value === 'string' && !/[$%]\{/.test(value) ? { name: value } : 'unknown'
}

export interface InitSources {
  /** `init`'s arguments, those of TF_CLI_ARGS and TF_CLI_ARGS_init in front of the command line's */
  args: readonly string[]
  /** the values of the `backend "s3"` block; undefined where the layer has none */
  block: Readonly<Record<string, unknown>> | undefined
  /** the values of a backend config file that an argument names; undefined where it cannot be read */
  readFile: (file: string) => Promise<Readonly<Record<string, unknown>> | undefined>
  /** the stored backend's bucket */
  stored: Bucket
}

/**
 * The bucket that `init` will configure: that of the backend block, then of each `-backend-config` in
 * their order, the last one winning; where none of them names a bucket, the stored one.
 */
export async function initBucket({ args, block, readFile, stored }: InitSources): Promise<Bucket> {
  if (!block) return 'none'
  let bucket = bucketOf(block.bucket)
  for (const [name, value] of readFlags(args, initFlagsWithValues).flags) {
    if (name !== 'backend-config' || value === '') continue
    const [, key, text = ''] = /^([^=]*)=([\s\S]*)$/.exec(value) ?? []
    if (key === undefined) {
      const values = await readFile(value)
      bucket = values ? (bucketOf(values.bucket) ?? bucket) : 'unknown'
    } else if (key.trim() === 'bucket') bucket = bucketOf(unquote(text)) ?? bucket
  }
  return bucket ?? stored
}

/** `bucket="name"` is an HCL string; without quotes it is taken as it stands. */
function unquote(text: string): string {
  const [, inner] = /^\s*"((?:[^"\\]|\\.)*)"\s*$/.exec(text) ?? []
  return inner ?? text
}

/** terraform 1.15 and OpenTofu 1.12. */
const initFlagsWithValues = new Set([
  'backend-config',
  'from-module',
  'lock-timeout',
  'plugin-dir',
  'lockfile',
  'test-directory',
  'var',
  'var-file',
  'json-into',
])
