import type { RoleCredentials } from '../credentials/store.ts'
import type { InputWords, ManyFiles } from '../project/inputs.ts'
import { quoteForShell } from '../text/quote.ts'
import type { TerraformArguments } from './arguments.ts'
import type { Covered } from './coverage.ts'

/** What terraform is started with, and what that was made from. */
export interface Grant {
  /** what it is for: none of it may be different in a run that takes it */
  covers: readonly Covered[]
  /** the inputs' names */
  inputs: InputWords
  /** names the file of the inputs' sums, as store.ts does; empty: never good again */
  proof: string
  /** the command that checks them, as words of sh */
  checksumCommand: string
  /** the same, but it says which one differs */
  tellingCommand: string
  arguments: TerraformArguments
  /** undefined where AWS SSO is not ours to do */
  aws?: GrantedAws
  /**
   * The answer that there is no layer: it holds nothing else. `owned`: this path, which another user owns, is why; else
   * what the project's files say.
   */
  noLayer?: { owned?: string }
  /** the private AWS config where that is all: its profiles are served from a CI job's credentials */
  jobConfig?: string
}

export interface GrantedAws {
  /** names the session, so that a logout finds its grants */
  session: string
  /** the directories whose layers are this account's */
  places: readonly string[]
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
 * The first line of a grant that is kept. Its number changes with anything that makes an older grant unfit for
 * a newer shim, or the other way round.
 */
export const grantFormat = '# tfsso grant 7'

function valuesOf(grant: Grant): Record<(typeof grantValues)[number], string | undefined> {
  const { aws } = grant
  return {
    proof: grant.proof,
    checker: grant.tellingCommand,
    found: grant.inputs.found.join('\n'),
    var_args: grant.arguments.varFiles,
    backend_args: grant.arguments.backendConfig,
    module_args: grant.arguments.forModules,
    plan_args: grant.arguments.forPlanFile,
    missing: grant.arguments.missing,
    session: aws?.session,
    who: aws?.who,
    places: aws?.places.join('\n'),
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
}

/** The names of the grant's values: tfsso_NAME in sh. */
export const grantValues = [
  'proof',
  'checker',
  'found',
  'var_args',
  'backend_args',
  'module_args',
  'plan_args',
  'missing',
  'session',
  'who',
  'places',
  'access_key_id',
  'secret_access_key',
  'session_token',
  'token_end',
  'expiration',
  'region',
  'config',
  'shared_credentials',
] as const

function assign(values: Record<string, string | undefined>): string {
  return Object.entries(values)
    .map(([name, value]) => `tfsso_${name}=${quoteForShell(value ?? '')}\n`)
    .join('')
}

/** Asks, in sh, whether a run is what the grant is for. */
const askCovered = (covers: readonly Covered[]) =>
  covers
    .map(({ what, word, value }) => `tfsso_is ${what} ${word} ${quoteForShell(value)} &&\n`)
    .join('')

/**
 * The grant as sh evaluates it: assignments of quoted values, so that nothing in a tfvars file can become
 * code, and a function that asks whether the grant is for this run.
 */
export function renderGrant(grant: Grant): string {
  const { checker: _, ...values } = valuesOf(grant)
  const layer = grant.noLayer === undefined ? '' : `tfsso_layer=''\n`
  return `${assign(values)}${layer}tfsso_fits() {\n${askCovered(grant.covers)}:\n}\n`
}

const list = (words: readonly string[]) => words.map((word) => ` \\\n  ${word}`).join('')

/** Asks, in sh, whether there are as many files in many directories as there were. */
export function askMany({ word, count, quick }: ManyFiles): string {
  const exactly = `tfsso_as_many ${count + 1} ${word}`
  if (!quick) return `${exactly} &&\n`
  const without = list([quick.below, ...quick.without].map(quoteForShell))
  return `{ tfsso_as_many ${quick.count + 1} ${quick.word} && tfsso_without${without} ||
${exactly}; } &&\n`
}

/**
 * The grant as it is kept: its last lines check that it is for this run and that its inputs are unchanged,
 * when the shim reads it (libexec/grant.sh). The checksums are compared by their own command, which dash
 * starts without a fork (by vfork), since nothing is caught from it. Without the last brace nothing of
 * it is done.
 */
export function renderStoredGrant(grant: Grant): string {
  const { present, many, absent } = grant.inputs
  const numbers = many.map(askMany).join('')
  const names = `tfsso_none${list(absent)} &&\ntfsso_same${list(present)} &&\n${numbers}`
  const contents = `tfsso_why=contents &&
LC_ALL=C ${grant.checksumCommand} "$tfsso_grant#$tfsso_proof.seal" "$tfsso_grant#$tfsso_proof" &&
`
  return `${grantFormat}\n${assign(valuesOf(grant))}{
${askCovered(grant.covers)}${
  grant.noLayer?.owned === undefined
    ? `[ -n "$tfsso_proof" ] &&
{ [ -z "$tfsso_config" ] || { ! [ -h "$tfsso_config" ] && [ -O "$tfsso_config" ]; }; } &&
${names}${contents}`
    : `${stillAnothers(grant.noLayer.owned)}${names}${present.length === 0 ? '' : contents}`
}tfsso_good=yes${grant.noLayer ? " tfsso_layer=''" : ''}
}
`
}

/** Whether a path is still not the person's own. Whether it is root's now, sh can't tell. */
function stillAnothers(file: string): string {
  const word = quoteForShell(file)
  return `tfsso_why=owner &&\n{ [ -h ${word} ] || ! [ -O ${word} ]; } &&\n`
}
