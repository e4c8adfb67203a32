import { SSOClient } from '@aws-sdk/client-sso'
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc'
import test from 'ava'
import { regionRule, startUrlRule } from '../../../lib/project/rules.ts'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true'

/** Each row: a region, and its domain for SSO in the SDK (partitions.js). Each partition has a row. */
for (const [region, suffix] of [
  ['us-east-1', 'amazonaws.com'],
  ['ap-southeast-7', 'amazonaws.com'],
  ['mx-central-1', 'amazonaws.com'],
  ['us-gov-west-1', 'amazonaws.com'],
  ['cn-northwest-1', 'amazonaws.com.cn'],
  ['eusc-de-east-1', 'amazonaws.eu'],
  ['us-iso-east-1', 'c2s.ic.gov'],
  ['us-isob-east-1', 'sc2s.sgov.gov'],
  ['eu-isoe-west-1', 'cloud.adc-e.uk'],
  ['us-isof-south-1', 'csp.hci.ic.gov'],
] as const)
  test(`${region} is a region, and its hosts are below ${suffix}`, (t) => {
    t.regex(region, regionRule('sso_region').pattern)
    for (const [Client, host] of [
      [SSOClient, 'portal.sso'],
      [SSOOIDCClient, 'oidc'],
    ] as const) {
      const { config } = new Client({ region })
      const { url } = config.endpointProvider({ Region: region })
      t.is(url.href, `https://${host}.${region}.${suffix}/`)
    }
  })

for (const url of [
  'https://example.awsapps.com/start',
  'https://d-1234567890.awsapps.com/start#/',
  'https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws',
  'https://identitycenter.amazonaws.com/ssoins-1234567890abcdef',
  'https://start.us-gov-home.awsapps.com/directory/d-1234567890',
  'https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/example#/',
  'https://start.home.awsapps.cn/directory/d-1234567890',
  'https://start.cn-northwest-1.home.awsapps.cn/directory/example#/',
  'https://ssoins-1234567890abcdef.portal.eusc-de-east-1.app.amazonwebservices.eu',
])
  test(`${url} is a valid start URL`, (t) => {
    t.regex(url, startUrlRule.pattern)
  })
