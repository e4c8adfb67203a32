import test from 'ava'
import { checkVerificationUrl } from '../../../lib/login/verification-url.ts'
import { Problem } from '../../../lib/text/problem.ts'

const local = 'http://127.0.0.1:4566'

for (const [url, env, good] of [
  ['https://device.sso.us-east-1.amazonaws.com/?user_code=A', {}, true],
  ['http://device.sso.us-east-1.amazonaws.com/', {}, false],
  [`${local}/device`, {}, false],
  [`${local}/device`, { AWS_ENDPOINT_URL: local }, true],
  [`${local}/device`, { AWS_ENDPOINT_URL: `${local}/` }, true],
  [`${local}/device`, { AWS_ENDPOINT_URL_SSO_OIDC: local }, true],
  [`${local}/device`, { AWS_ENDPOINT_URL_S3: local }, false],
  ['http://127.0.0.1:9/device', { AWS_ENDPOINT_URL: local }, false],
  ['http://127.0.0.1.example.com:4566/', { AWS_ENDPOINT_URL: local }, false],
  ['http://127.0.0.1:4566@example.com/', { AWS_ENDPOINT_URL: local }, false],
  ['https://other.example.com/', { AWS_ENDPOINT_URL: local }, true],
  ['javascript:alert(1)', {}, false],
  ['file:///etc/passwd', { AWS_ENDPOINT_URL: local }, false],
  ['-x', {}, false],
  ['', { AWS_ENDPOINT_URL: '' }, false],
] as const) {
  test(`${url} with ${JSON.stringify(env)}: ${good ? 'opened' : 'refused'}`, (t) => {
    const check = () => checkVerificationUrl(url, env)
    if (good) t.notThrows(check)
    else t.like(t.throws(check, { instanceOf: Problem }), { code: 77 })
  })
}
