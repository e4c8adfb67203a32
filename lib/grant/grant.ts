import type { RoleCredentials } from '../credentials/store.ts'
import type { InputWords } from '../project/inputs.ts'
import { quoteForShell } from '../text/quote.ts'
import type { TerraformArguments } from './arguments.ts'

/** What terraform is started with, and what that was made from. */
export interface Grant {
  /** what it goes for, as the shim puts it together from its own variables */
  covers: string
  /** the inputs' names */
  inputs: InputWords
  /** names the file of the inputs' sums, as store.ts does; empty: never good again */
  proof: string
  /** the command that checks them, as words of sh */
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
 * The grant as sh evaluates it: nothing but assignments of quoted values, so that nothing in a tfvars
 * file can become code.
 */
export function renderGrant(grant: Grant): string {
  const { aws } = grant
  const values = {
    covers: grant.covers,
    proof: grant.proof,
    found: grant.inputs.found.join('\n'),
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
  return `# tfsso grant\n${lines.join('\n')}\n`
}

/**
 * The grant as it is kept: in the end it says by itself whether it is good, when the shim reads it
 * (libexec/grant.sh). The checksums are compared by their own command, which dash starts without a
 * fork (by vfork), since nothing is caught from it. Without the last brace nothing of it is done.
 */
export function renderStoredGrant(grant: Grant): string {
  const list = (words: readonly string[]) => words.map((word) => ` \\\n  ${word}`).join('')
  const { present, many, absent } = grant.inputs
  const numbers = many.map(({ word, count }) => `tfsso_as_many ${count + 1} ${word} &&\n`)
  return `${renderGrant(grant)}{
[ "$tfsso_covers" = "$tfsso_covered" ] && [ -n "$tfsso_proof" ] &&
{ [ -z "$tfsso_config" ] || { ! [ -h "$tfsso_config" ] && [ -O "$tfsso_config" ]; }; } &&
tfsso_none${list(absent)} &&
tfsso_same${list(present)} &&
${numbers.join('')}LC_ALL=C ${grant.checksumCommand} "$tfsso_grant#$tfsso_proof.seal" "$tfsso_grant#$tfsso_proof" &&
tfsso_good=yes
}
`
}
