import test from 'ava'
import {
  checkEnvironment,
  type EnvironmentFacts,
} from '../../../../lib/doctor/checks/environment.ts'
import { cleared } from '../../../../lib/doctor/checks/environment-credentials.ts'

const check = (env: Record<string, string>, more: Partial<EnvironmentFacts> = {}) =>
  checkEnvironment({
    env,
    mode: 'full',
    reason: '',
    region: 'us-east-1',
    nobody: undefined,
    isFile: (file) => file === '/there',
    ...more,
  })

for (const [env, status, message] of [
  [{}, 'ok', /^No variable in the environment interferes with tfsso/],
  [{ AWS_PROFILE: 'x' }, 'warning', /^AWS_PROFILE is set; in a layer tfsso clears it/],
  [{ AWS_ACCESS_KEY_ID: 'AKIA' }, 'warning', /replaces it with the layer's own/],
  [{ AWS_SECRET_ACCESS_KEY: '' }, 'warning', /^AWS_SECRET_ACCESS_KEY is set/],
  [{ AWS_REGION: 'us-east-1' }, 'ok', /^No variable/],
  [{ AWS_REGION: 'eu-west-1' }, 'warning', /^AWS_REGION is eu-west-1; if the code names no region/],
  [{ AWS_DEFAULT_REGION: 'eu-west-1' }, 'warning', /^AWS_DEFAULT_REGION is eu-west-1/],
  [
    { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'eu-west-1' },
    'warning',
    /terraform uses AWS_REGION/,
  ],
  [
    { AWS_ENDPOINT_URL_SSO: 'http://u:p@h:1/x' },
    'warning',
    /^AWS_ENDPOINT_URL_SSO .* use h:1 instead/,
  ],
  [{ AWS_ENDPOINT_URL: 'nonsense' }, 'broken', /^AWS_ENDPOINT_URL is not a URL/],
  [{ AWS_CONFIG_FILE: '/there' }, 'ok', /tfsso reads your own profiles from it/],
  [{ AWS_CONFIG_FILE: '/gone' }, 'warning', /\/gone, which does not exist/],
  [{ AWS_CA_BUNDLE: '/gone' }, 'warning', /^AWS_CA_BUNDLE is \/gone/],
  [{ TF_CLI_ARGS: '-no-color' }, 'ok', /^TF_CLI_ARGS is set; its arguments come after tfsso's own/],
  [
    { TF_CLI_ARGS_plan: '-var-file=x' },
    'warning',
    /^TF_CLI_ARGS_plan .* -var-file arguments .*override them\.$/,
  ],
  [
    { TF_CLI_ARGS_init: '-var-file=x -backend-config=y' },
    'warning',
    /; its -var-file and -backend-config arguments come after tfsso's own, and override them\.$/,
  ],
  [{ TFSSO: 'maybe' }, 'broken', /^TFSSO is maybe, but must be/],
  [{ TFSSO_ROLE: 'ReadOnly' }, 'warning', /the role is ReadOnly/],
  [{ TFSSO_ROLE: 'a b' }, 'broken', /^TFSSO_ROLE must be/],
  [
    { TFSSO_CI_ROLE: 'ci/terraform' },
    'warning',
    /^TFSSO_CI_ROLE is set, but has an effect only with/,
  ],
  [{ TFSSO_CI_ROLE: 'a b' }, 'broken', /^TFSSO_CI_ROLE is "a b", but must be/],
] as const) {
  test(`the environment ${JSON.stringify(env)}: ${status}`, (t) => {
    const [finding, ...others] = check(env)
    t.is(finding?.status, status)
    t.regex(finding?.message ?? '', message)
    if (status !== 'ok') t.true((finding?.advice.length ?? 0) > 0)
    t.deepEqual(others, [])
  })
}

test('doctor shows no secret from the environment', (t) => {
  const secret = 's3cr3t'
  const env = Object.fromEntries([
    ...cleared.map((name) => [name, secret]),
    ['AWS_ACCESS_KEY_ID', secret],
    ['AWS_SECRET_ACCESS_KEY', secret],
    ['AWS_SESSION_TOKEN', secret],
    ['AWS_ENDPOINT_URL', `http://user:${secret}@host/${secret}`],
    ['TF_CLI_ARGS_plan', `-var password=${secret} -var-file=x`],
  ])
  for (const mode of ['full', 'job', 'args', 'off'] as const) {
    const findings = check(env, { mode, reason: 'TFSSO is off' })
    t.is(findings.length, cleared.length + 5)
    t.false(JSON.stringify(findings).includes(secret))
  }
})

test('if tfsso gives no credentials, doctor accepts those in the environment', (t) => {
  const reason = 'sso_enabled is not true'
  const [finding] = check({ AWS_PROFILE: 'x' }, { mode: 'args', reason })
  t.is(finding?.status, 'ok')
  t.is(
    finding?.message,
    'AWS_PROFILE is set, and terraform uses it, because sso_enabled is not true.',
  )
  const job = { mode: 'job', reason: 'TFSSO is args and TFSSO_CI_ROLE ci' } as const
  const [served, ...others] = check({ TFSSO: 'args', TFSSO_CI_ROLE: 'ci' }, job)
  t.regex(served?.message ?? '', /profiles from the job's own credentials\.$/)
  t.deepEqual(others, [])
  const [off] = check({ TFSSO: 'off' }, { mode: 'off', reason: 'TFSSO is off' })
  t.is(off?.message, 'TFSSO is off: terraform runs without tfsso.')
})

test('doctor says why nobody is asked to log in', (t) => {
  const [finding] = check({ CI: '1' }, { nobody: 'CI is set' })
  t.is(finding?.message, 'tfsso asks nobody to log in here: CI is set.')
})
