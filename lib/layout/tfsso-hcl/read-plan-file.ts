import { asMap } from '../../project/values.ts'

/** The backend that a saved plan was made with. */
export interface PlanBackend {
  /** `local`, `s3`, … */
  type: string
  workspace: string
  /** the key `bucket` of the backend's configuration */
  bucket?: string | undefined
}

/**
 * The backend of a saved plan; undefined if the file is encrypted, too large, or not a plan. A plan is a zip file. Its
 * entry `tfplan` is a protocol buffer (planfile.proto of terraform and OpenTofu). Field 13 is the backend: in it, field
 * 1 is the type, 2 the configuration, 3 the workspace. Field 1 of the configuration is msgpack.
 */
export async function readPlanBackend(plan: Uint8Array): Promise<PlanBackend | undefined> {
  try {
    const { unzipSync } = await import('fflate')
    const { tfplan } = unzipSync(plan, {
      filter: ({ name, originalSize }) => name === 'tfplan' && originalSize <= mostBytes,
    })
    return tfplan && (await backendOf(tfplan))
  } catch {
    return undefined
  }
}

/** This limit guards against a small zip that unpacks to a huge file. Real `tfplan` entries stay below the limit. */
const mostBytes = 512 * 1024 * 1024

async function backendOf(tfplan: Uint8Array): Promise<PlanBackend | undefined> {
  const backend = (await readMessage(tfplan)).get(13)
  if (!backend) return undefined
  const fields = await readMessage(backend)
  const config = fields.get(2) && (await readMessage(fields.get(2) as Uint8Array)).get(1)
  const { decode } = await import('@msgpack/msgpack')
  const bucket = config && asMap(decode(config))?.bucket
  const text = (field: number) => new TextDecoder().decode(fields.get(field) ?? new Uint8Array())
  return {
    type: text(1),
    workspace: text(3) || 'default',
    bucket: typeof bucket === 'string' ? bucket : undefined,
  }
}

/** The fields that hold bytes, a text or a message. If a field repeats, the last one counts. */
async function readMessage(message: Uint8Array): Promise<Map<number, Uint8Array>> {
  const { BinaryReader, WireType } = await import('@bufbuild/protobuf/wire')
  const reader = new BinaryReader(message)
  const fields = new Map<number, Uint8Array>()
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag()
    if (type === WireType.LengthDelimited) fields.set(field, reader.bytes())
    else reader.skip(type, field)
  }
  return fields
}
