import path from 'node:path'
import type { LayerTool } from '../../files/installed-tools.ts'
import { configurationFiles, findBackend } from '../../project/backend.ts'
import { parseConfiguration } from '../../project/hcl.ts'
import { terraformFiles } from '../../project/layer-files.ts'
import { requireSmall } from '../../project/limits.ts'
import { asMap } from '../../project/values.ts'
import type { Layer, Sources } from '../layout.ts'
import { sharedBackendConfig } from './arguments.ts'
import { type Bucket, bucketOf, initBucket } from './bucket.ts'
import type { Description } from './description.ts'

export interface Init {
  description: Description
  layer: Layer
  stored: Bucket
  tool: LayerTool
  /** including those of TF_CLI_ARGS */
  args: readonly string[]
}

/** Reads the files that can name a bucket, and returns the bucket that an `init` will configure. */
export async function configuredBucket(
  { description, layer, stored, tool, args }: Init,
  { inputs, cache }: Sources,
): Promise<Bucket> {
  const { directory } = layer
  const files = configurationFiles(terraformFiles(directory, inputs), tool)
  const backend = await findBackend(files, inputs, cache)
  /** Caches the bucket alone, because the rest of the file could contain secrets. */
  const readFile = async (name: string): Promise<Bucket> => {
    const file = path.resolve(directory, name)
    try {
      requireSmall(file)
      const input = inputs.read(file)
      if (!input) return 'unknown'
      const kind = file.endsWith('.json') ? 'bucket-json1' : 'bucket1'
      return await cache.get(input.sha256, kind, async () => {
        const content = await parseConfiguration(file, input.bytes.toString('utf8'))
        return bucketOf(asMap(content)?.bucket)
      })
    } catch {
      return 'unknown' // the real tool will report the mistake
    }
  }
  return await initBucket({
    args,
    block: backend?.type === 's3' ? bucketOf(backend.bucket) : undefined,
    own: sharedBackendConfig(description, layer),
    readFile,
    stored,
  })
}
