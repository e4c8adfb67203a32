import path from 'node:path'
import type { LayerTool } from '../files/installed-tools.ts'
import { parseConfiguration } from './hcl.ts'
import { compareBytes, type Inputs } from './inputs.ts'
import { requireFlat, requireSmall } from './limits.ts'
import type { ParsedCache } from './parsed.ts'
import { asMap, isExpression } from './values.ts'

/** The files that the tool reads, in the order in which it merges them. */
export function configurationFiles(files: readonly string[], tool: LayerTool): string[] {
  const own = tool === 'tofu' ? files : files.filter((file) => /\.tf(\.json)?$/.test(file))
  // OpenTofu ignores x.tf if there is an x.tofu.
  const shadowed = new Set(
    own.filter(isTofu).map((file) => file.replace(/\.tofu(\.json)?$/, '.tf$1')),
  )
  const used = own.filter((file) => !shadowed.has(file)).sort(compareBytes)
  return [...used.filter((file) => !isOverride(file)), ...used.filter(isOverride)]
}

const isTofu = (file: string) => /\.tofu(\.json)?$/.test(file)
const isOverride = (file: string) => /(^|_)override\.(tf|tofu)(\.json)?$/.test(path.basename(file))

export interface Backend {
  /** "s3", "local", "cloud", … */
  type: string
  /** can contain expressions (`${…}`) */
  bucket: string | null
  /** null unless it is plain text */
  profile: string | null
}

/**
 * The last file with a backend counts. A file that does not parse is skipped, because terraform reports the error
 * better. Problem (exit code 78) if a file exceeds the limits.
 */
export async function findBackend(
  files: readonly string[],
  inputs: Inputs,
  cache: ParsedCache,
): Promise<Backend | undefined> {
  const found = await readEach(
    files,
    { inputs, cache },
    /\b(backend|cloud)\b/,
    'backend',
    backendOf,
  )
  return found.filter((backend) => backend !== null).at(-1)
}

/** Whether a file has OpenTofu's `encryption` block, which can encrypt plans. */
export async function isEncrypted(
  files: readonly string[],
  inputs: Inputs,
  cache: ParsedCache,
): Promise<boolean> {
  const found = await readEach(files, { inputs, cache }, /\bencryption\b/, 'encryption', (parsed) =>
    [parsed.terraform].flat().some((terraform) => asMap(terraform)?.encryption !== undefined),
  )
  return found.includes(true)
}

/** The results of `take` for the files that contain the word; null for a file that does not parse. */
async function readEach<T>(
  files: readonly string[],
  { inputs, cache }: { inputs: Inputs; cache: ParsedCache },
  word: RegExp,
  kind: string,
  take: (parsed: Record<string, unknown>) => T,
): Promise<(T | null)[]> {
  const all: (T | null)[] = []
  for (const file of files) {
    requireSmall(file)
    const input = inputs.read(file)
    if (!input || !word.test(input.bytes.toString('latin1'))) continue
    requireFlat(file, input.bytes.toString('utf8'))
    const form = file.endsWith('.json') ? '-json' : ''
    const found = await cache.get(input.sha256, `${kind}${form}3`, async () => {
      try {
        return take(await parseConfiguration(file, input.bytes.toString('utf8')))
      } catch {
        return null
      }
    })
    all.push(found)
  }
  return all
}

/** Blocks of HCL are arrays; in JSON they are objects or arrays of objects. */
function backendOf(parsed: Record<string, unknown>): Backend | null {
  for (const terraform of [parsed.terraform].flat()) {
    const { backend, cloud } = asMap(terraform) ?? {}
    if (cloud !== undefined) return { type: 'cloud', bucket: null, profile: null }
    for (const block of [backend].flat()) {
      const [type, body] = Object.entries(asMap(block) ?? {})[0] ?? []
      if (type === undefined) continue
      const { bucket, profile } = asMap([body].flat()[0]) ?? {}
      const named = typeof bucket === 'string' || typeof bucket === 'number' ? String(bucket) : ''
      const plain = typeof profile === 'string' && !isExpression(profile)
      return { type, bucket: named || null, profile: plain ? profile : null }
    }
  }
  return null
}
