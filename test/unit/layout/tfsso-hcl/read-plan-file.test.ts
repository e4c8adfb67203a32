import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire'
import { encode } from '@msgpack/msgpack'
import test from 'ava'
import { zipSync } from 'fflate'
import { readPlanBackend } from '../../../../lib/layout/tfsso-hcl/read-plan-file.ts'

function message(fields: [number, Uint8Array | string][]): Uint8Array {
  const writer = new BinaryWriter()
  writer.tag(1, WireType.Varint).uint32(3)
  for (const [field, value] of fields) {
    writer.tag(field, WireType.LengthDelimited)
    if (typeof value === 'string') writer.string(value)
    else writer.bytes(value)
  }
  return writer.finish()
}

const plan = (type: string, workspace: string, config: unknown) =>
  zipSync({
    tfplan: message([
      [2, 'a variable'],
      [
        13,
        message([
          [1, type],
          [2, message([[1, encode(config)]])],
          [3, workspace],
        ]),
      ],
      [14, '1.11.4'],
    ]),
    tfstate: new Uint8Array([1]),
  })

test('the workspace and bucket of a plan', async (t) => {
  t.deepEqual(await readPlanBackend(plan('s3', 'dev', { bucket: 'acme-dev', key: 'k' })), {
    type: 's3',
    workspace: 'dev',
    bucket: 'acme-dev',
  })
  t.deepEqual(await readPlanBackend(plan('local', '', { path: null })), {
    type: 'local',
    workspace: 'default',
    bucket: undefined,
  })
})

test('a file that is not a plan, or is cut off, gives nothing', async (t) => {
  const whole = plan('s3', 'dev', { bucket: 'acme-dev' })
  t.is(await readPlanBackend(new Uint8Array()), undefined)
  t.is(await readPlanBackend(new TextEncoder().encode('{"encrypted_data": "…"}')), undefined)
  t.is(await readPlanBackend(whole.slice(0, 60)), undefined)
  t.is(await readPlanBackend(zipSync({ other: new Uint8Array([1]) })), undefined)
  t.is(await readPlanBackend(zipSync({ tfplan: new Uint8Array([0x6a, 0xff]) })), undefined)
})
