import { SSOClient } from '@aws-sdk/client-sso'
import test from 'ava'
import { endpointVariants } from '../../../lib/aws/endpoint-variants.ts'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'
const fips = { AWS_USE_FIPS_ENDPOINT: 'true' }
const dualstack = { AWS_USE_DUALSTACK_ENDPOINT: 'True' }

for (const [region, env, host] of [
  ['us-east-1', {}, 'portal.sso.us-east-1.amazonaws.com'],
  ['us-east-1', fips, 'portal.sso.us-east-1.amazonaws.com'],
  ['us-east-1', dualstack, 'portal.sso.us-east-1.api.aws'],
  ['us-east-1', { ...fips, ...dualstack }, 'portal.sso.us-east-1.api.aws'],
  ['us-east-1', { AWS_USE_DUALSTACK_ENDPOINT: 'maybe' }, 'portal.sso.us-east-1.amazonaws.com'],
  ['us-gov-west-1', fips, 'portal.sso.us-gov-west-1.amazonaws.com'],
  ['us-gov-west-1', { ...fips, ...dualstack }, 'portal.sso.us-gov-west-1.amazonaws.com'],
  ['cn-north-1', { ...fips, ...dualstack }, 'portal.sso.cn-north-1.amazonaws.com.cn'],
  ['eusc-de-east-1', dualstack, 'portal.sso.eusc-de-east-1.amazonaws.eu'],
  ['us-isob-east-1', { ...fips, ...dualstack }, 'portal.sso.us-isob-east-1.sc2s.sgov.gov'],
] as const) {
  test(`the portal in ${region} with ${JSON.stringify(env)}: ${host}`, (t) => {
    const { useFipsEndpoint: UseFIPS, useDualstackEndpoint: UseDualStack } = endpointVariants(
      region,
      env,
    )
    const { config } = new SSOClient({ region })
    t.is(config.endpointProvider({ Region: region, UseFIPS, UseDualStack }).url.host, host)
  })
}
