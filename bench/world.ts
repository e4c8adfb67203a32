import fs from 'node:fs'
import path from 'node:path'
import { defaultAccounts, type TestAccount, write } from '../test/rig/project.ts'
import { ssoBlock } from '../test/rig/repository.ts'
import { makeWorld, type World } from '../test/rig/world.ts'

/** A HOME with a session and a project; `end` removes it. */
export interface BenchWorld {
  world: World
  env: Record<string, string>
  /** the layer that is measured */
  layer: string
  layers: string[]
  end: () => Promise<void>
}

export async function makeBenchWorld(size: {
  accounts: number
  layers: number
}): Promise<BenchWorld> {
  const accounts: TestAccount[] = Array.from({ length: size.accounts }, (_, index) => ({
    ...(defaultAccounts[index] ?? { name: `apps-${index}`, role: 'DevOps' }),
    id: String(100_000_000_000 + index),
  }))
  const ends: (() => unknown)[] = []
  const world = await makeWorld(
    { teardown: (end) => ends.push(end) },
    { accounts, emptyHome: true },
  )
  // The first 40 layers are in one account, and only these are measured. The others are spread over all accounts.
  const layers = Array.from({ length: size.layers }, (_, index) => {
    const account = index < 40 ? 'apps-prd' : accounts[index % accounts.length]?.name
    return world.layer(`${account}/us-east-1/layer-${index}`)
  })
  await world.logIn()
  const env = world.env({ TERM: undefined, STANDIN_STARTS: undefined })
  const [layer = ''] = layers
  return {
    world,
    env,
    layer,
    layers,
    end: async () => {
      for (const end of ends) await end()
    },
  }
}

/**
 * Removes grants, role credentials and AWS configs. With `parsed`, removes the whole cache, including parsed tfvars.
 */
export function forget({ world }: BenchWorld, { parsed = false } = {}): void {
  const cache = path.join(world.home, '.cache/tfsso')
  const parts = parsed ? [''] : ['grants', 'credentials', 'config']
  for (const part of parts) fs.rmSync(path.join(cache, part), { recursive: true, force: true })
}

/**
 * Adds a repository with a tfsso.hcl. The measured layer belongs to the account `a0`, which has the id and role of
 * apps-prd. With `switched`, each layer belongs to all accounts, and its workspace decides which account a run uses.
 */
export function describeRepository(
  { world }: BenchWorld,
  size: { name: string; accounts: number; layers: number; switched?: boolean },
): { root: string; layer: string } {
  const root = path.join(world.root, size.name)
  const { id, role } = world.account('apps-prd')
  const accounts = Array.from(
    { length: size.accounts },
    (_, n) => `account "a${n}" {
  id    = "${n === 0 ? id : 300_000_000_000 + n}"
  role  = "${n === 0 ? role : 'DevOps'}"
  paths = ["live/${size.switched ? 'a0' : `a${n}`}"]
${size.switched ? `  workspaces = ["${n === 0 ? 'prod' : `w${n}`}"]\n` : ''}}
`,
  )
  write(path.join(root, 'tfsso.hcl'), [ssoBlock('acme'), ...accounts].join(''))
  const layers = Array.from({ length: size.layers }, (_, n) =>
    path.join(root, `live/a${n < 10 ? 0 : n % size.accounts}/us-east-1/layer-${n}`),
  )
  for (const layer of layers)
    write(path.join(layer, 'main.tf'), 'terraform {\n  backend "s3" {}\n}\n')
  if (size.switched)
    for (const layer of layers) write(path.join(layer, '.terraform/environment'), 'prod')
  return { root, layer: layers[0] ?? root }
}
