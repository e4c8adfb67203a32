/*
 * The variables of the environment that a run has to do with. Every list of them comes from this table: the
 * condition of a grant, what a run clears and is given, what is a secret. For sh the build generates
 * the lists (lib/grant/environment-parts.ts).
 */

/** The values of a grant that variables are given from, each with those that are given with it. */
export type Occasion = 'config' | 'access_key_id' | 'shared_credentials' | 'region'

export interface Variable {
  name: string
  /**
   * A grant depends on its value. `job`: only one that takes a CI job's own credentials; `job-if-set`: the
   * same, but it holds something secret, so that what counts is whether it has a value; `switched`: only one of a
   * directory that may be switched to another account.
   */
  decides?: 'always' | 'job' | 'job-if-set' | 'switched'
  /** role credentials depend on it: it decides where the token lies, or which AWS is asked */
  decidesCredentials?: true
  /** it would win over the layer's own credentials, so a run that has these does without it */
  cleared?: true
  /** a run is given it: from this value of the grant, where the other one is there */
  given?: { value: string; where: Occasion }
  /** it is (part of) a key, which only terraform has a use for */
  key?: true
  /** a secret that we give: never recorded by value */
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
  { name: 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', decides: 'always' },
  { name: 'TFSSO_SESSION', decides: 'always' },
  { name: 'TFSSO_TRUST', decides: 'always' },
  { name: 'TFSSO_ACCOUNT', decides: 'always' },
  { name: 'TF_WORKSPACE', decides: 'switched' },

  // What the AWS SDK for Go takes in front of the layer's credentials («resolveCredentialChain»).
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

/** The names of the variables that have something in common, in the table's order. */
export function namesOf(which: (variable: Variable) => unknown): string[] {
  return variables.filter(which).map(({ name }) => name)
}
