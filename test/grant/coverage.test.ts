import test from 'ava'
import { describeCoverage, type GrantMode } from '../../lib/grant/coverage.ts'

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
  test(`another ${what} is another grant`, (t) => t.not(changed, base))
}

test('all else in the environment does not count, and empty is unset', (t) => {
  t.is(describeCoverage('terraform', 'full', '/prefix', layer, { ...env, PATH: '/x' }), base)
  const empty = Object.fromEntries(names.map((name) => [name, '']))
  t.is(
    describeCoverage('terraform', 'full', '/prefix', layer, empty),
    describeCoverage('terraform', 'full', '/prefix', layer, {}),
  )
})
