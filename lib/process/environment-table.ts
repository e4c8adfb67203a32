/*
 * The environment variables that matter for a run. Every list of such variables comes from this table, also the lists
 * for sh (lib/grant/environment-parts.ts).
 */

/** A value of a grant. If the value is empty, a run sets none of the variables whose `where` names it. */
export type Occasion = 'config' | 'access_key_id' | 'shared_credentials' | 'region'

export interface Variable {
  name: string
  /**
   * Which grants depend on the variable's value.
   * - `job`: grants that use a CI job's own credentials
   * - `job-if-set`: the same grants; they depend only on whether the variable is set, because its value could be
   *   secret
   * - `switched`: grants of a directory where the workspace or bucket decides the account or var-files (`SwitchedTo`)
   */
  decides?: 'always' | 'job' | 'job-if-set' | 'switched'
  /** decides where the token is stored or where requests go */
  decidesCredentials?: true
  /** would override the layer's credentials, so a run with those credentials clears it */
  cleared?: true
  /** a run sets the variable to the grant's `value`, unless the grant's `where` is empty */
  given?: { value: string; where: Occasion }
  /** its value is a key or part of one. libexec/credentials hides the variable from node, except in a CI job */
  key?: true
  /** secret in a run, so tfsso copies at most the value's end into another variable (TFSSO_GIVEN_*) */
  secret?: true
}

export const variables: readonly Variable[] = [
  { name: 'HOME', decides: 'always', decidesCredentials: true },
  { name: 'TFSSO_ROLE', decides: 'always' },
  { name: 'TF_DATA_DIR', decides: 'always' },
  { name: 'AWS_CONFIG_FILE', decides: 'always', given: { value: 'config', where: 'config' } },
  {
    name: 'AWS_SHARED_CREDENTIALS_FILE',
    decides: 'always',
    given: { value: 'shared_credentials', where: 'shared_credentials' },
  },
  { name: 'AWS_ENDPOINT_URL', decides: 'always', decidesCredentials: true },
  { name: 'AWS_ENDPOINT_URL_SSO', decides: 'always', decidesCredentials: true },
  { name: 'AWS_ENDPOINT_URL_SSO_OIDC', decides: 'always', decidesCredentials: true },
  {
    name: 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    decides: 'always',
    decidesCredentials: true,
  },
  { name: 'TFSSO_SESSION', decides: 'always' },
  { name: 'TFSSO_TRUST', decides: 'always' },
  { name: 'TFSSO_ACCOUNT', decides: 'always' },
  { name: 'TF_WORKSPACE', decides: 'switched' },

  // The AWS SDK for Go ("resolveCredentialChain") prefers this group to the layer's credentials.
  { name: 'AWS_PROFILE', decides: 'job', cleared: true },
  { name: 'AWS_DEFAULT_PROFILE', decides: 'job', cleared: true },
  { name: 'AWS_SECURITY_TOKEN', cleared: true, key: true },
  { name: 'AWS_ACCESS_KEY', decides: 'job-if-set', cleared: true, key: true },
  { name: 'AWS_SECRET_KEY', decides: 'job-if-set', cleared: true, key: true },
  { name: 'AWS_ROLE_ARN', decides: 'job', cleared: true },
  { name: 'AWS_ROLE_SESSION_NAME', decides: 'job', cleared: true },
  { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', decides: 'job', cleared: true },
  { name: 'AWS_CONTAINER_CREDENTIALS_FULL_URI', decides: 'job-if-set', cleared: true },
  { name: 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', decides: 'job-if-set', cleared: true },
  { name: 'AWS_CONTAINER_AUTHORIZATION_TOKEN', cleared: true, key: true },
  { name: 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', cleared: true },

  {
    name: 'AWS_ACCESS_KEY_ID',
    decides: 'job-if-set',
    given: { value: 'access_key_id', where: 'access_key_id' },
    key: true,
  },
  {
    name: 'AWS_SECRET_ACCESS_KEY',
    decides: 'job-if-set',
    given: { value: 'secret_access_key', where: 'access_key_id' },
    key: true,
    secret: true,
  },
  {
    name: 'AWS_SESSION_TOKEN',
    given: { value: 'session_token', where: 'access_key_id' },
    key: true,
    secret: true,
  },
  {
    name: 'AWS_CREDENTIAL_EXPIRATION',
    given: { value: 'expiration', where: 'access_key_id' },
  },
  { name: 'AWS_REGION', given: { value: 'region', where: 'region' } },
  { name: 'AWS_DEFAULT_REGION', given: { value: 'region', where: 'region' } },

  { name: 'TFSSO_CI_ROLE', decides: 'job' },
  { name: 'AWS_EC2_METADATA_DISABLED', decides: 'job' },
]

export function namesOf(which: (variable: Variable) => unknown): string[] {
  return variables.filter(which).map(({ name }) => name)
}
