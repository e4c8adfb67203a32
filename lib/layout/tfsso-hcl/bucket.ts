import { asMap, isExpression } from '../../project/values.ts'
import { readFlags } from './flags.ts'

/**
 * The bucket of an S3 backend. `unknown`: tfsso can't tell the name, for example because it is an expression. `none`:
 * there is no S3 backend, or nothing names a bucket.
 */
export type Bucket = { name: string } | 'unknown' | 'none'

/** `state`: the text of `$TF_DATA_DIR/terraform.tfstate` */
export function storedBucket(state: string | undefined): Bucket {
  if (state === undefined) return 'none'
  try {
    const backend = asMap(asMap(JSON.parse(state))?.backend)
    return backend?.type === 's3' ? bucketOf(asMap(backend.config)?.bucket) : 'none'
  } catch {
    return 'unknown'
  }
}

export function bucketOf(value: unknown): Bucket {
  if (value === undefined || value === null || value === '') return 'none'
  return typeof value === 'string' && !isExpression(value) ? { name: value } : 'unknown'
}

export interface InitSources {
  /** in the order in which terraform reads them: TF_CLI_ARGS_init, TF_CLI_ARGS, the command line */
  args: readonly string[]
  /** undefined if the layer has no `backend "s3"` block */
  block: Bucket | undefined
  /** backend config files that tfsso passes to `init` before `args` */
  own: readonly string[]
  readFile: (file: string) => Promise<Bucket>
  stored: Bucket
}

/**
 * The bucket that `init` will configure. The first rule that fits decides:
 * 1. With `-backend=false`: the stored bucket.
 * 2. With `-from-module`: `unknown`.
 * 3. Without a `backend "s3"` block: `none`.
 * 4. If anything names a bucket: the last bucket that is named in this order: `block`, the files in `own`, `args`.
 * 5. With `-reconfigure`: `none`.
 * 6. Otherwise: the stored bucket.
 */
export async function initBucket(sources: InitSources): Promise<Bucket> {
  const { args, block, own, readFile, stored } = sources
  const { flags } = readFlags(args, initFlagsWithValues)
  const last = (flag: string) => flags.findLast(([name]) => name === flag)?.[1]
  if (/^[0Ff]/.test(last('backend') ?? '')) return stored
  // `-from-module` first copies a module into the directory. The module's files could name a bucket.
  if (last('from-module') !== undefined) return 'unknown'
  if (!block) return 'none'
  let bucket = block
  const take = (named: Bucket) => {
    if (named !== 'none') bucket = named
  }
  for (const file of own) take(await readFile(file))
  for (const [name, value] of flags) {
    if (name !== 'backend-config' || value === '') continue
    const [, key, text] = /^([^=]*)=([\s\S]*)$/.exec(value) ?? []
    if (key === undefined) take(await readFile(value))
    else if (key === 'bucket') take(text ? { name: text } : 'none')
  }
  const forgets = last('reconfigure') !== undefined && !/^[0Ff]/.test(last('reconfigure') ?? '')
  return bucket === 'none' && !forgets ? stored : bucket
}

/** in terraform 1.15 and OpenTofu 1.12 */
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
