import fs from 'node:fs'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import type { World } from '../rig/world.ts'

/** The sections that `tfsso configure` writes for the world's project. */
export const session = `[sso-session bb]
# managed by tfsso for bb
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
`
const byDefault = `[default]
# managed by tfsso for bb
region = us-east-1
output = json
`
export const profile = (
  name: string,
  id: string,
  role: string,
  session = 'bb',
) => `[profile ${name}]
# managed by tfsso for bb
sso_session = ${session}
sso_account_id = ${id}
sso_role_name = ${role}
region = us-east-1
output = json
`
export const profiles = (session?: string) => [
  profile('bb-apps-prd-devopsprd', '222222222222', 'DevOpsPrd', session),
  profile('bb-security-auditor', '333333333333', 'Auditor', session),
  profile('bb-shared-devops', '111111111111', 'DevOps', session),
]
export const sections = [session, ...profiles()].join('\n')
/** The sections for a config without [default]: tfsso adds that section, too. */
export const withDefault = `${byDefault}\n${sections}`

export const configOf = (world: World) => path.join(world.home, '.aws/config')
/** Returns the person's config. The encoding is latin1, because it keeps every byte. */
export const textOf = (world: World) => fs.readFileSync(configOf(world), 'latin1')

/** Runs `tfsso configure` without its question. Returns what it printed. */
export async function configure(
  t: ExecutionContext,
  world: World,
  ...args: string[]
): Promise<string> {
  const { exitCode, stdout, stderr } = await world.tfsso(['configure', '--yes', ...args])
  t.is(exitCode, 0, stderr)
  t.is(stdout, '')
  return stderr
}
