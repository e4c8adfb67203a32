import test from 'ava'
import { describeCoverage, type GrantMode } from '../../../lib/grant/coverage.ts'

const layer = { directory: '/p/a/l', account: '/p/a', project: '/p' }
const names = [
  'HOME',
  'TFSSO_ROLE',
  'TF_DATA_DIR',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_SSO',
  'AWS_ENDPOINT_URL_SSO_OIDC',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'TFSSO_SESSION',
]
const env = Object.fromEntries(names.map((name) => [name, name.toLowerCase()]))
const base = describeCoverage('terraform', 'full', '/prefix', layer, env)

for (const [what, changed] of Object.entries({
  tool: describeCoverage('tofu', 'full', '/prefix', layer, env),
  mode: describeCoverage('terraform', 'args' as GrantMode, '/prefix', layer, env),
  prefix: describeCoverage('terraform', 'full', '/prefix2', layer, env),
  directory: describeCoverage('terraform', 'full', '/prefix', { ...layer, directory: '/x' }, env),
  account: describeCoverage('terraform', 'full', '/prefix', { ...layer, account: '/x' }, env),
  project: describeCoverage('terraform', 'full', '/prefix', { ...layer, project: '/x' }, env),
  ...Object.fromEntries(
    names.map((name) => [
      name,
      describeCoverage('terraform', 'full', '/prefix', layer, { ...env, [name]: 'other' }),
    ]),
  ),
})) {
  test(`a grant is not good for a run with another ${what}`, (t) => t.notDeepEqual(changed, base))
}

test('other variables have no effect on a grant, and an empty variable counts as unset', (t) => {
  t.deepEqual(describeCoverage('terraform', 'full', '/prefix', layer, { ...env, PATH: '/x' }), base)
  const empty = Object.fromEntries(names.map((name) => [name, '']))
  t.deepEqual(
    describeCoverage('terraform', 'full', '/prefix', layer, empty),
    describeCoverage('terraform', 'full', '/prefix', layer, {}),
  )
})

const jobNames = [
  'TFSSO_CI_ROLE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_EC2_METADATA_DISABLED',
]
const secretNames = [
  'AWS_ACCESS_KEY_ID',
  'AWS_ACCESS_KEY',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
]
const ofJob = (changed: Record<string, string>, mode: GrantMode = 'job') =>
  describeCoverage('terraform', mode, '/prefix', layer, { ...env, ...changed })

for (const name of [...jobNames, ...secretNames]) {
  test(`a change of ${name} needs a new grant only in a CI job`, (t) => {
    t.notDeepEqual(ofJob({ [name]: 'a' }), ofJob({}))
    for (const mode of ['full', 'args'] as const)
      t.deepEqual(ofJob({ [name]: 'a' }, mode), ofJob({}, mode))
  })
}

test('a secret variable needs a new grant only if it becomes set or unset', (t) => {
  for (const name of secretNames) {
    t.deepEqual(ofJob({ [name]: 'a' }), ofJob({ [name]: 'b' }))
    t.deepEqual(ofJob({ [name]: '' }), ofJob({}))
  }
})
