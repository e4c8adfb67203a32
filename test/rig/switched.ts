import type { TestAccount } from './project.ts'
import { s3Layer, ssoBlock, writeRepository } from './repository.ts'
import { makeWorld, type World } from './world.ts'

const accounts: TestAccount[] = [
  { name: 'prod', id: '222222222222', role: 'Deploy', roles: ['Deploy', 'State'] },
  { name: 'dev', id: '111111111111', role: 'PowerUser' },
]
const buckets = { 'acme-prod-state': '222222222222', 'acme-dev-state': '111111111111' }
/**
 * By account name: the account id and role that a request should have. `state`: the id and role of the profile that the
 * backend in test/torture/switched.test.ts names.
 */
export const identities: Record<string, string> = {
  prod: '222222222222 Deploy',
  dev: '111111111111 PowerUser',
  state: '222222222222 State',
}
const block = (name: string, id: string, role: string) =>
  `account "${name}" {\n  id = "${id}"\n  role = "${role}"\n`
const hcl = [
  ssoBlock('acme'),
  `${block('prod', '222222222222', 'Deploy')}  paths = ["infra"]\n  buckets = ["acme-prod-*"]\n}\n`,
  `${block('dev', '111111111111', 'PowerUser')}  paths = ["infra"]\n  buckets = ["acme-dev-*"]\n}\n`,
  `${block('stack-prod', '222222222222', 'Deploy')}  paths = ["stacks"]\n  workspaces = ["*prod"]\n}\n`,
  `${block('stack-dev', '111111111111', 'PowerUser')}  paths = ["stacks"]\n  workspaces = ["dev", "default"]\n}\n`,
].join('')
const said = 'resource "terraform_data" "x" {\n  input = "x"\n}\n'

/**
 * Makes a world with a session, the real tool, and a repository. There, the bucket decides the account of `infra`, and
 * the workspace decides the account of `stacks`.
 */
export async function prepareSwitched(t: Parameters<typeof makeWorld>[0]) {
  const world = await makeWorld(t, { grantsHere: true, accounts, buckets })
  world.useRealTerraform()
  await world.logIn()
  const root = writeRepository(world, hcl, {
    'infra/main.tf': s3Layer({ key: 'k' }, said),
    'infra/prod.hcl': 'bucket = "acme-prod-state"\n',
    'infra/dev.json': '{"bucket": "acme-dev-state"}',
    'stacks/main.tf': said,
  })
  return { world, root }
}

/** Returns who made the calls after the first `from` calls: each account and role once. */
export const askers = ({ emulator }: World, from: number) => [
  ...new Set(
    emulator.calls
      .slice(from)
      .flatMap(({ accountId, role }) => (accountId ? [`${accountId} ${role}`] : [])),
  ),
]
