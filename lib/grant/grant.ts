import type { RoleCredentials } from '../credentials/store.ts'
import type { InputWords, ManyFiles } from '../project/inputs.ts'
import { quoteForShell } from '../text/quote.ts'
import type { TerraformArguments } from './arguments.ts'
import type { Covered } from './coverage.ts'

/*
 * What a grant consists of, and its text for sh: as printed for one run, and as stored for later runs.
 */

/** A grant: what terraform is started with in a layer, and what the grant was made from. */
export interface Grant {
  /** what it is valid for: each of these values must be the same in a run that uses the grant */
  covers: readonly Covered[]
  /** the names of the inputs */
  inputs: InputWords
  /** the name of the grant's proof (`proofName`); empty if the inputs have no checksums (`proveInputs`) */
  proof: string
  /** the command that verifies the checksums of the inputs, as words of sh */
  checksumCommand: string
  /** like `checksumCommand`, but prints which input differs */
  tellingCommand: string
  arguments: TerraformArguments
  /** undefined if tfsso gives no AWS SSO credentials */
  aws?: GrantedAws
  /**
   * Set if node found that the directory is not a layer; then the grant gives nothing. `owned`: a path that another
   * user owns, if that is the reason. Without `owned`, the reason is in the project's files.
   */
  noLayer?: { owned?: string }
  /** the private AWS config of a CI job: its profiles use the job's credentials, and the grant has no keys */
  jobConfig?: string
}

export interface GrantedAws {
  /**
   * name, start URL and region of the session (`sessionMark`). A logout finds a portal's grants by start URL and region
   */
  session: string
  /** the account that the last `init` set the directory up for, if that is another account (`foreignBackend`) */
  elsewhere?: string | undefined
  /** the directories in which a run inside a `tfsso exec` keeps the role of that `tfsso exec` */
  places: readonly string[]
  /** account and role, for messages: "apps-prd (222222222222) as DevOpsPrd" */
  who: string
  credentials: RoleCredentials
  /** when the credentials expire on this machine's clock, ms since 1970 */
  endsAtMs: number
  /** the default region, if the person has set none */
  region: string
  /** the path of the private AWS config */
  config: string
  /** the value for AWS_SHARED_CREDENTIALS_FILE; undefined if the variable stays as it is */
  sharedCredentials: string | undefined
}

/**
 * The first line of a stored grant. It is short, because dash reads it byte by byte. Increase its number with every
 * change after which old grants don't work with the new shim, or new grants don't work with an old shim.
 */
export const grantFormat = '#g9'

/** The grant's values. In sh each of them is a variable tfsso_NAME. */
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
  // A run inside this one recognizes the token by its end. Recording the whole token would copy a secret once more.
  token_end: ({ aws }) => aws && [...aws.credentials.sessionToken].slice(-12).join(''),
  expiration: ({ aws }) => aws && new Date(aws.endsAtMs).toISOString(),
  region: ({ aws }) => aws?.region,
  config: (grant) => grant.aws?.config ?? grant.jobConfig,
  shared_credentials: ({ aws }) => aws?.sharedCredentials,
} satisfies Record<string, (grant: Grant) => string | undefined>

/** The names of the grant's values. */
export const grantValues = Object.keys(values)

const valuesOf = (grant: Grant): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(values).map(([name, read]) => [name, read(grant)]))

function assign(values: Record<string, string | undefined>): string {
  return Object.entries(values)
    .map(([name, value]) => `tfsso_${name}=${quoteForShell(value ?? '')}\n`)
    .join('')
}

/** The sh text that tests whether a run has these values. One test serves all values that must be empty. */
function askCovered(covers: readonly Covered[]): string {
  const empty = covers.filter(({ value }) => value === '').map(({ word }) => word.slice(1, -1))
  return covers
    .filter(({ value }) => value !== '')
    .map(({ word, value }) => `[ ${word} = ${quoteForShell(value)} ] &&\n`)
    .concat(empty.length > 0 ? `[ -z "${empty.join('')}" ] &&\n` : [])
    .join('')
}

/** The sh text that sets tfsso_why to the name of the first value that differs, if one does. */
const findDifference = (covers: readonly Covered[]) =>
  [...covers]
    .reverse()
    .map(({ what, word, value }) => `[ ${word} = ${quoteForShell(value)} ] || tfsso_why=${what}\n`)
    .join('')

/**
 * The grant as printed for one run: assignments, and a function that tests whether a run has the values in `covers`.
 * The assigned values are quoted, so that nothing in a tfvars file can become code.
 */
export function renderGrant(grant: Grant): string {
  const { checker: _, ...values } = valuesOf(grant)
  const layer = grant.noLayer === undefined ? '' : `tfsso_layer=''\n`
  return `${assign(values)}${layer}tfsso_fits() {
tfsso_why=''
${findDifference(grant.covers)}[ -z "$tfsso_why" ]\n}\n`
}

const list = (words: readonly string[]) => words.map((word) => ` \\\n  ${word}`).join('')

/**
 * The sh text that tests whether the number of files in many directories is unchanged. `quick`, if it is set, only
 * makes the test faster.
 */
export function askMany({ word, count, quick }: ManyFiles): string {
  const exactly = `tfsso_as_many ${count + 1} ${word}`
  if (!quick) return `${exactly} &&\n`
  const without = list([quick.below, ...quick.without].map(quoteForShell))
  return `{ tfsso_as_many ${quick.count + 1} ${quick.word} && tfsso_without${without} ||
${exactly}; } &&\n`
}

/**
 * The grant as stored. It validates itself: when the shim reads it (libexec/grant.sh), the part in braces checks that
 * the grant is for this run and that its inputs are unchanged. Because of the braces, none of the checks runs if the
 * file was cut short. The shim does not capture the output of the checksum command, so dash starts the command by
 * vfork, which is faster than fork. The lines after the `return` find out why a run can't use the grant. For a good
 * grant sh does not even parse those lines.
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
 * The sh text that tests whether a path is a link or does not belong to us. The test does not notice if root has become
 * the owner, although tfsso would then trust the path.
 */
function stillAnothers(file: string): string {
  const word = quoteForShell(file)
  return `tfsso_why=owner &&\n{ [ -h ${word} ] || ! [ -O ${word} ]; } &&\n`
}
