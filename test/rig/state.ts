import { signedFetch } from '../../emulator/test/signed-fetch.ts'
import { issueKeys } from './own-keys.ts'
import { bucketOf } from './project.ts'
import type { World } from './world.ts'

/** Puts a state with the output `name` into the account's bucket, as an apply in the layer would. */
export async function putState(world: World, layer: string): Promise<void> {
  const account = world.account(layer.split('/')[0] ?? '')
  const state = {
    version: 4,
    terraform_version: '1.6.0',
    serial: 1,
    lineage: '5c1f7c3e-0000-4000-8000-000000000000',
    outputs: { name: { value: `bb-${account.name}`, type: 'string' } },
    resources: [],
  }
  const { ok, status } = await signedFetch(issueKeys(world, account.id, account.role), {
    service: 's3',
    method: 'PUT',
    url: `${world.emulator.url}/${bucketOf(account)}/${layer}/terraform.tfstate`,
    body: JSON.stringify(state),
  })
  if (!ok) throw new Error(`the bucket answered ${status}`)
}

/** Returns the outputs in the state under this key. Throws if there is no state under this key. */
export function outputsIn({ emulator }: World, key: string): Record<string, unknown> {
  const stored = emulator.objects.find((object) => object.key === key)
  if (!stored) throw new Error(`there is no state ${key}`)
  const { outputs } = JSON.parse(stored.body.toString())
  return Object.fromEntries(
    Object.entries<{ value: unknown }>(outputs).map(([name, { value }]) => [name, value]),
  )
}
