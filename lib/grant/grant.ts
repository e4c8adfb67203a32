import type { RoleCredentials } from '../credentials/store.ts'
import { quoteForShell } from '../support/quote.ts'
import type { TerraformArguments } from './arguments.ts'

/** What terraform is started with, and what that was made from. */
export interface Grant {
  /** what it goes for, as the shim puts it together from its own variables */
  covers: string
  /** the inputs' names as words of sh, some of them patterns: of files, and of what was not there */
  inputs: { present: readonly string[]; absent: readonly string[] }
  /** what the checksum command prints for the inputs; empty: never good again */
  proof: string
  /** the checksum command as words of sh */
  checksumCommand: string
  arguments: TerraformArguments
  /** undefined where AWS SSO is not ours to do */
  aws?: GrantedAws
  /** the private AWS config where that is all: its profiles are served from a CI job's credentials */
  jobConfig?: string
}

export interface GrantedAws {
  /** names the session, so that a logout finds its grants */
  session: string
  /** "apps-prd (222222222222) as DevOpsPrd" */
  who: string
  credentials: RoleCredentials
  /** when they end on this machine's clock, ms since 1970 */
  endsAtMs: number
  /** the default region, where the person has set none */
  region: string
  /** the private AWS config */
  config: string
  /** what AWS_SHARED_CREDENTIALS_FILE is to name, or undefined to leave it alone */
  sharedCredentials: string | undefined
}

/**
 * The grant as sh reads it by `.`: nothing but assignments of quoted values and three functions, so
 * that nothing in a tfvars file can become code. The last line shows that it is whole.
 */
export function renderGrant(grant: Grant): string {
  const { aws } = grant
  const values = {
    covers: grant.covers,
    proof: grant.proof,
    var_args: grant.arguments.varFiles,
    backend_args: grant.arguments.backendConfig,
    session: aws?.session,
    who: aws?.who,
    access_key_id: aws?.credentials.accessKeyId,
    secret_access_key: aws?.credentials.secretAccessKey,
    session_token: aws?.credentials.sessionToken,
    // By which a run inside knows it again; the whole of it would be one more copy of a secret.
    token_end: aws && [...aws.credentials.sessionToken].slice(-12).join(''),
    expiration: aws && new Date(aws.endsAtMs).toISOString(),
    region: aws?.region,
    config: aws?.config ?? grant.jobConfig,
    shared_credentials: aws?.sharedCredentials,
  }
  const lines = Object.entries(values).map(
    ([name, value]) => `tfsso_${name}=${quoteForShell(value ?? '')}`,
  )
  const list = (words: readonly string[]) => words.map((word) => ` \\\n  ${word}`).join('')
  return `# tfsso grant
${lines.join('\n')}
tfsso_checksum() { exec ${grant.checksumCommand} "$@"; }
tfsso_inputs() { tfsso_prove${list(grant.inputs.present)}; }
tfsso_missing() { tfsso_none${list(grant.inputs.absent)}; }
tfsso_whole=yes
`
}
