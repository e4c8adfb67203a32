import { escapeMarkup } from '../../lib/text/markup.ts'
import { AwsError } from '../aws-error.ts'
import { type Answer, type Request, xml } from '../http-message.ts'
import type { State, StoredObject } from '../state.ts'

/** An entry without `object` stands for all objects whose key begins with `name`. */
type Entry = { name: string; object?: StoredObject }

/** GET /bucket?list-type=2 */
export function listObjects(state: State, request: Request, bucket: string): Answer {
  const { query } = request
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const maxKeys = Number(query.get('max-keys') ?? 1000)
  if (!(Number.isInteger(maxKeys) && maxKeys >= 0)) {
    throw new AwsError(400, 'InvalidArgument', 'max-keys must be a number that is not negative')
  }
  const token = query.get('continuation-token')
  const after = token ? Buffer.from(token, 'base64').toString() : (query.get('start-after') ?? '')

  const objects = [...state.objects.values()].filter((object) => object.bucket === bucket)
  const all = entries(objects, prefix, delimiter).filter(({ name }) => inOrder(name, after) > 0)
  const shown = all.slice(0, Math.min(maxKeys, 1000))
  const truncated = shown.length > 0 && shown.length < all.length
  const last = shown.at(-1)?.name ?? ''

  const url = query.get('encoding-type') === 'url'
  const name = (text: string) => escapeMarkup(url ? encodeURIComponent(text) : text)
  return xml(
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">' +
      `<Name>${bucket}</Name><Prefix>${name(prefix)}</Prefix>` +
      `<KeyCount>${shown.length}</KeyCount><MaxKeys>${maxKeys}</MaxKeys>` +
      (delimiter && `<Delimiter>${name(delimiter)}</Delimiter>`) +
      (url ? '<EncodingType>url</EncodingType>' : '') +
      `<IsTruncated>${truncated}</IsTruncated>` +
      (token ? `<ContinuationToken>${escapeMarkup(token)}</ContinuationToken>` : '') +
      (truncated ? `<NextContinuationToken>${tokenOf(last)}</NextContinuationToken>` : '') +
      shown.map((entry) => describe(entry, name)).join('') +
      '</ListBucketResult>',
  )
}

/** Names that are equal up to the first delimiter after the prefix become one entry. */
function entries(objects: StoredObject[], prefix: string, delimiter: string): Entry[] {
  const found = new Map<string, Entry>()
  for (const object of objects) {
    if (!object.key.startsWith(prefix)) continue
    const end = delimiter ? object.key.indexOf(delimiter, prefix.length) : -1
    const name = end < 0 ? object.key : object.key.slice(0, end + delimiter.length)
    found.set(name, end < 0 ? { name, object } : { name })
  }
  return [...found.values()].sort((a, b) => inOrder(a.name, b.name))
}

/** S3 sorts names by their UTF-8 bytes. */
const inOrder = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))

function describe({ name, object }: Entry, encode: (text: string) => string): string {
  if (!object) return `<CommonPrefixes><Prefix>${encode(name)}</Prefix></CommonPrefixes>`
  return (
    `<Contents><Key>${encode(name)}</Key>` +
    `<LastModified>${new Date(object.modifiedAt).toISOString()}</LastModified>` +
    `<ETag>${escapeMarkup(object.etag)}</ETag><Size>${object.body.length}</Size>` +
    '<StorageClass>STANDARD</StorageClass></Contents>'
  )
}

function tokenOf(name: string): string {
  return Buffer.from(name).toString('base64')
}
