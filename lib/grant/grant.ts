import type { RoleCredentials } from '../credentials/store.ts'
import type { InputWords, ManyFiles } from '../project/inputs.ts'
import type { Session } from '../session/session.ts'
import { quoteForShell } from '../text/quote.ts'
import type { TerraformArguments } from './arguments.ts'
import type { Covered } from './coverage.ts'

/*
 * What a grant consists of, and its text for sh.
 */

export interface Grant {
  /** each of these values must be the same in a run that uses the grant */
  covers: readonly Covered[]
  inputs: InputWords
  /** the name of the proof (`proofName`); empty if the inputs have no checksums (`proveInputs`) */
  proof: string
  /** verifies the checksums of the inputs; words of sh */
  checksumCommand: string
  /** like `checksumCommand`, but prints which input differs */
  tellingCommand: string
  arguments: TerraformArguments
  /** undefined if tfsso gives no AWS SSO credentials */
  aws?: GrantedAws
  /** set if the directory is no layer. `owned`: another user's path, if that is the reason */
  noLayer?: { owned?: string }
  /** the path of the AWS config of a CI job with credentials of its own; the grant then has no keys */
  jobConfig?: string
}

export interface GrantedAws {
  /** `sessionMark` */
  session: string
  /** the account of the backend that the last `init` stored, if this account is a wrong one (`foreignBackend`) */
  elsewhere?: string | undefined
  /** in these directories, a run inside `tfsso exec` uses the role of that `tfsso exec` (libexec/handed-role.sh) */
  places: readonly string[]
  /** for messages: "apps-prd (222222222222) as DevOpsPrd" */
  who: string
  credentials: RoleCredentials
  /** expiry by this machine's clock, ms since 1970 */
  endsAtMs: number
  /** the default region. A run sets it only if the person has set no region (libexec/environment.sh) */
  region: string
  /** the path of the private AWS config */
  config: string
  /** undefined if AWS_SHARED_CREDENTIALS_FILE stays as it is */
  sharedCredentials: string | undefined
}

/**
 * The first line of a stored grant, short because dash reads it byte by byte. Increase the number if old grants don't
 * work with the new shim, or new grants with an old shim.
 */
export const grantFormat = '#g9'

/** How grants name their session. From this text a logout learns the grant's portal: the start URL and the region. */
export function sessionMark({ name, startUrl, region }: Session): string {
  return `${name}|${startUrl}|${region}`
}

/** Finds the start URL and the region in a `sessionMark`. */
export const portalInMark = /\|(https:\/\/[^|]*)\|([a-z0-9-]+)$/

/** In sh each value is a variable tfsso_NAME. */
const values = {
  proof: (grant) => grant.proof,
  checker: (grant) => grant.tellingCommand,
  found: (grant) => grant.inputs.found.join('\n'),
  var_args: (grant) => grant.arguments.varFiles,
  backend_args: (grant) => grant.arguments.backendConfig,
  module_args: (grant) => grant.arguments.forModules,
  plan_args: (grant) => grant.arguments.forPlanFile,
  missing: (grant) => grant.arguments.missing,
  elsewhere: ({ aws }) => aws?.elsewhere,
  session: ({ aws }) => aws?.session,
  who: ({ aws }) => aws?.who,
  places: ({ aws }) => aws?.places.join('\n'),
  access_key_id: ({ aws }) => aws?.credentials.accessKeyId,
  secret_access_key: ({ aws }) => aws?.credentials.secretAccessKey,
  session_token: ({ aws }) => aws?.credentials.sessionToken,
  // Set as TFSSO_GIVEN_TOKEN_END: a run inside this one recognizes our token by its end. The whole token would be a
  // second copy of a secret in the environment.
  token_end: ({ aws }) => aws && [...aws.credentials.sessionToken].slice(-12).join(''),
  expiration: ({ aws }) => aws && new Date(aws.endsAtMs).toISOString(),
  region: ({ aws }) => aws?.region,
  config: (grant) => grant.aws?.config ?? grant.jobConfig,
  shared_credentials: ({ aws }) => aws?.sharedCredentials,
} satisfies Record<string, (grant: Grant) => string | undefined>

export const grantValues = Object.keys(values)

const valuesOf = (grant: Grant): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(values).map(([name, read]) => [name, read(grant)]))

function assign(values: Record<string, string | undefined>): string {
  return Object.entries(values)
    .map(([name, value]) => `tfsso_${name}=${quoteForShell(value ?? '')}\n`)
    .join('')
}

/** One test serves all values that must be empty. */
function askCovered(covers: readonly Covered[]): string {
  const empty = covers.filter(({ value }) => value === '').map(({ word }) => word.slice(1, -1))
  return covers
    .filter(({ value }) => value !== '')
    .map(({ word, value }) => `[ ${word} = ${quoteForShell(value)} ] &&\n`)
    .concat(empty.length > 0 ? `[ -z "${empty.join('')}" ] &&\n` : [])
    .join('')
}

/**
 * Sets tfsso_why to the name of the first value that differs. A later test overwrites tfsso_why, so the tests are in
 * reverse order.
 */
const findDifference = (covers: readonly Covered[]) =>
  [...covers]
    .reverse()
    .map(({ what, word, value }) => `[ ${word} = ${quoteForShell(value)} ] || tfsso_why=${what}\n`)
    .join('')

/** The grant as printed for one run. The values are quoted, so that nothing in a tfvars file can become code. */
export function renderGrant(grant: Grant): string {
  const { checker: _, ...values } = valuesOf(grant)
  const layer = grant.noLayer === undefined ? '' : `tfsso_layer=''\n`
  return `${assign(values)}${layer}tfsso_fits() {
tfsso_why=''
${findDifference(grant.covers)}[ -z "$tfsso_why" ]\n}\n`
}

const list = (words: readonly string[]) => words.map((word) => ` \\\n  ${word}`).join('')

/** Tests whether the number of files in many directories is unchanged. `quick` only makes the test faster. */
export function askMany({ word, count, quick }: ManyFiles): string {
  const exactly = `tfsso_as_many ${count + 1} ${word}`
  if (!quick) return `${exactly} &&\n`
  const without = list([quick.below, ...quick.without].map(quoteForShell))
  return `{ tfsso_as_many ${quick.count + 1} ${quick.word} && tfsso_without${without} ||
${exactly}; } &&\n`
}

/**
 * The grant as stored. When the shim reads it (libexec/grant.sh), sh runs the commands in braces. They check that the
 * grant is for this run and that its inputs are unchanged. If the file was cut short, the braces keep sh from running
 * any check. The output of the checksum command is not captured, so dash uses vfork, which is faster than fork. The
 * lines after the `return` find out why a run can't use the grant. For a good grant sh does not parse them.
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
}tfsso_good=yes${grant.noLayer ? " tfsso_layer=''" : ''} && return
}
${findDifference(grant.covers)}`
}

/**
 * Tests whether a path is a link or does not belong to us. The test does not notice that root became the owner,
 * although tfsso would then trust the path.
 */
function stillAnothers(file: string): string {
  const word = quoteForShell(file)
  return `tfsso_why=owner &&\n{ [ -h ${word} ] || ! [ -O ${word} ]; } &&\n`
}
