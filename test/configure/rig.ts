import fs from 'node:fs'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import type { World } from '../rig/world.ts'

/** One of the `sections` that `tfsso configure` writes for the world's project. */
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
/** tfsso adds these sections to a config that has no [default]. */
export const withDefault = `${byDefault}\n${sections}`

/** A person's AWS config, in latin1, so that it can contain any byte. */
export const person = `# before all sections, caf\xe9

[default]
region=eu-west-1
  ; indented

 # about the next
[profile  mine]
s3 =
    max_concurrent_requests = 20
\tuse_accelerate_endpoint=true
services = local
credential_process = "/a b/c" d   # e\x20\x20

[profile "quoted name"]   # odd
aws_access_key_id     = AKIAMINE
aws_secret_access_key = hunter2
[profile bb-shared-else]
region = x
[services local]
dynamodb =
  endpoint_url = http://localhost:8000


[sso-session theirs]
sso_start_url = https://other.awsapps.com/start
sso_region = us-east-2
[plugins]
cli_legacy_plugin_path = /x
# the end
`

export const configOf = (world: World) => path.join(world.home, '.aws/config')
/** The person's config, in latin1, which keeps every byte. */
export const textOf = (world: World) => fs.readFileSync(configOf(world), 'latin1')

/** Returns what `tfsso configure --yes` prints on stderr. */
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
