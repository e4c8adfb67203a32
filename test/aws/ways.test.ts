import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { type Obtained, obtainIn } from '../rig/credential-source.ts'
import { copyInstallation, temporary } from '../rig/install.ts'
import { giveJob } from '../rig/job.ts'
import { startProxy, startTlsFront, unusedPort } from '../rig/network.ts'
import { makePrivateCa } from '../rig/private-ca.ts'
import { write } from '../rig/project.ts'
import { longAgo, putToken, secretsShown, signIn } from '../rig/token.ts'
import { makeWorld, type WorldOptions } from '../rig/world.ts'

/** A host name that never resolves (RFC 6761, 6.2). So a request reaches AWS only through a test's proxy. */
const nowhere = 'aws.test'
const ca = makePrivateCa([`DNS:${nowhere}`, 'DNS:localhost'])

/**
 * Makes a world with a session. Its AWS is behind a TLS server with a private CA's certificate. `obtain` asks AWS from
 * the test's own process, and `run` from a run of terraform.
 */
async function behindTls(t: ExecutionContext, options: WorldOptions = {}) {
  const world = await makeWorld(t, { pollInterval: 0.01, ...options })
  const cwd = world.layer('apps-prd/us-east-1/network')
  await signIn(world)
  const port = await startTlsFront(t, ca, Number(new URL(world.emulator.url).port))
  const run = async (env: Record<string, string | undefined>) => {
    const outcome = await world.terraform(['plan'], { cwd, env })
    t.deepEqual(secretsShown(world, outcome.stderr), [])
    t.is(outcome.stdout, '')
    return outcome
  }
  const obtain = (env: Record<string, string | undefined>) => obtainIn(world, env)
  const [straight, byProxy] = [`https://localhost:${port}`, `https://${nowhere}`] as const
  return { world, port, run, obtain, straight, byProxy }
}

function good(t: ExecutionContext, { code, said }: Obtained) {
  t.is(code, 0, said)
}

const directory = temporary('tfsso certs-')
fs.copyFileSync(ca.file, path.join(directory, 'company.crt'))

for (const [what, env] of [
  [
    'ca_bundle of [default]',
    { AWS_CONFIG_FILE: write(path.join(directory, 'config'), `[default]\nca_bundle=${ca.file}\n`) },
  ],
  ['the system’s CAs, in a directory', { SSL_CERT_DIR: directory }],
] as const) {
  test(`a private CA is trusted through ${what}`, async (t) => {
    const { obtain, straight, world } = await behindTls(t)
    good(t, await obtain({ AWS_ENDPOINT_URL: straight, ...env }))
    t.is(world.emulator.count('GetRoleCredentials'), 1)
  })
}

test('a CI job gets its own credentials from an STS whose CA only the system knows', async (t) => {
  const { world, straight } = await behindTls(t)
  const job = await giveJob(t, world, '222222222222', 'web identity')
  const args = ['job', '222222222222', 'us-east-1']
  const ask = (env: Record<string, string>) =>
    world.run(`${world.prefix}/libexec/credentials`, args, {
      env: { ...job, AWS_ENDPOINT_URL_STS: straight, ...env },
    })
  const refused = await ask({ AWS_CA_BUNDLE: '/nowhere/ca.pem' })
  t.is(refused.exitCode, 78)
  t.regex(refused.stderr, /^tfsso: AWS_CA_BUNDLE names \/nowhere\/ca\.pem, which .*\n {2}Set it to/)
  const { stdout, stderr } = await ask({ SSL_CERT_FILE: ca.file })
  t.is(stderr, '')
  t.like(JSON.parse(stdout), { Version: 1 })
  for (const operation of ['AssumeRoleWithWebIdentity', 'GetCallerIdentity'])
    t.is(world.emulator.count(operation), 1, operation)
})

// Node.js itself reads NODE_EXTRA_CA_CERTS when it starts, so this test needs a run.
test('a private CA is trusted through NODE_EXTRA_CA_CERTS', async (t) => {
  const { run, straight } = await behindTls(t)
  const { exitCode, stderr } = await run({
    AWS_ENDPOINT_URL: straight,
    NODE_EXTRA_CA_CERTS: ca.file,
  })
  t.deepEqual([exitCode, stderr], [0, ''])
})

test('a run whose AWS has a private CA that is not trusted exits with 69', async (t) => {
  const { run, straight, world } = await behindTls(t)
  const { exitCode, stderr } = await run({ AWS_ENDPOINT_URL: straight })
  t.is(exitCode, 69, stderr)
  t.regex(stderr, /certificate is signed by an unknown CA \([A-Z_]+\)/)
  t.regex(stderr, /Set AWS_CA_BUNDLE/)
  t.is(world.emulator.count('GetRoleCredentials'), 0)
})

test('if AWS_CA_BUNDLE is set, only the CAs in it are trusted', async (t) => {
  const { obtain, straight } = await behindTls(t)
  const other = makePrivateCa(['DNS:localhost'])
  const env = { SSL_CERT_FILE: ca.file, AWS_CA_BUNDLE: other.file }
  const { code, said } = await obtain({ AWS_ENDPOINT_URL: straight, ...env })
  t.is(code, 69)
  t.regex(said, /certificate is signed by an unknown CA \([A-Z_]+\)/)
})

test('if AWS_CA_BUNDLE names a missing file, tfsso exits with 78', async (t) => {
  const { obtain, straight } = await behindTls(t)
  const AWS_CA_BUNDLE = '/nowhere/ca.pem'
  const { code, said } = await obtain({ AWS_ENDPOINT_URL: straight, AWS_CA_BUNDLE })
  t.is(code, 78, said)
  t.regex(said, /AWS_CA_BUNDLE names \/nowhere\/ca\.pem, which does not exist/)
})

test('an expired certificate and one for another host are refused', async (t) => {
  for (const [wrong, says] of [
    [makePrivateCa(['DNS:elsewhere.test']), /is for another host/],
    [makePrivateCa(['DNS:localhost'], { from: -9, days: -2 }), /certificate is expired.*\n.*clock/],
  ] as const) {
    const { obtain, world } = await behindTls(t)
    const front = await startTlsFront(t, wrong, Number(new URL(world.emulator.url).port))
    const AWS_ENDPOINT_URL = `https://localhost:${front}`
    const { code, said } = await obtain({ AWS_ENDPOINT_URL, AWS_CA_BUNDLE: wrong.file })
    t.is(code, 69, said)
    t.regex(said, says)
  }
})

test('requests to an https endpoint go through https_proxy', async (t) => {
  const { run, port, byProxy } = await behindTls(t)
  const proxy = await startProxy(t, { to: port })
  const env = { AWS_ENDPOINT_URL: byProxy, https_proxy: proxy.url, AWS_CA_BUNDLE: ca.file }
  const { exitCode, stderr } = await run(env)
  t.deepEqual([exitCode, stderr], [0, ''])
  t.deepEqual(proxy.asked, [`${nowhere}:443`])
})

test('a proxy that decrypts TLS works with the system’s CAs', async (t) => {
  const { obtain, port, byProxy } = await behindTls(t)
  const proxy = await startProxy(t, { to: port })
  const env = { AWS_ENDPOINT_URL: byProxy, HTTPS_PROXY: proxy.url, SSL_CERT_FILE: ca.file }
  good(t, await obtain(env))
  t.deepEqual(proxy.asked, [`${nowhere}:443`, `${nowhere}:443`])
})

test('an https proxy works', async (t) => {
  const { obtain, port, byProxy } = await behindTls(t)
  const proxyCa = makePrivateCa(['DNS:localhost'])
  const both = path.join(temporary('tfsso bundle-'), 'both.pem')
  fs.writeFileSync(both, `${fs.readFileSync(ca.file)}\n${fs.readFileSync(proxyCa.file)}`)
  const proxy = await startProxy(t, { to: port, ca: proxyCa })
  const HTTPS_PROXY = `https://localhost:${proxy.port}`
  good(t, await obtain({ AWS_ENDPOINT_URL: byProxy, HTTPS_PROXY, AWS_CA_BUNDLE: both }))
  t.is(proxy.asked.length, 1)
})

test('a proxy with a password works', async (t) => {
  const auth = 'me:p@ss:wörd'
  const ask = async (password: string) => {
    const { obtain, port, byProxy } = await behindTls(t)
    const { url } = await startProxy(t, { to: port, auth })
    const HTTPS_PROXY = url.replace('//', `//me:${encodeURIComponent(password)}@`)
    return await obtain({ AWS_ENDPOINT_URL: byProxy, AWS_CA_BUNDLE: ca.file, HTTPS_PROXY })
  }
  good(t, await ask('p@ss:wörd'))
  const { code, said } = await ask('secret-word')
  t.is(code, 69)
  t.regex(said, /The proxy http:\/\/127\.0\.0\.1:\d+ requires a user and password \(407\)/)
  t.false(said.includes('secret-word'), said)
})

for (const [what, proxyUrl, says] of [
  ['never answers', 'hang', /The proxy http:\S+ can't be used/],
  ['does not exist', undefined, /The proxy http:\S+ can't be used: ECONNREFUSED/],
] as const) {
  test(`the message names a proxy that ${what}, with exit code 69`, async (t) => {
    const { obtain, port, byProxy } = await behindTls(t)
    const HTTPS_PROXY =
      proxyUrl === undefined
        ? `http://127.0.0.1:${await unusedPort()}`
        : (await startProxy(t, { to: port, refuses: proxyUrl })).url
    const { code, said } = await obtain({ AWS_ENDPOINT_URL: byProxy, HTTPS_PROXY })
    t.is(code, 69, said)
    t.regex(said, says)
    t.regex(said, /Check HTTPS_PROXY|NO_PROXY/)
  })
}

test('if the proxy is not an http or https proxy, tfsso exits with 78', async (t) => {
  const { obtain, byProxy } = await behindTls(t)
  const env = { AWS_ENDPOINT_URL: byProxy, HTTPS_PROXY: 'socks5://me:hidden@127.0.0.1:1080' }
  const { code, said } = await obtain(env)
  t.is(code, 78, said)
  t.regex(said, /HTTPS_PROXY is not an http:\S+ or https:\S+ URL: socks5:/)
  t.false(said.includes('hidden'))
})

test('variables and files that the SDK usually reads change nothing', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  const settings = [
    'retry_mode = bogus',
    'max_attempts = many',
    'defaults_mode = bogus',
    'use_fips_endpoint = true',
    'use_dualstack_endpoint = true',
    'auth_scheme_preference = sigv9',
    `sdk_ua_app_id = ${'x'.repeat(60)}`,
  ].join('\n')
  write(`${world.home}/.aws/config`, `[default]\n${settings}\n[profile other]\n${settings}\n`)
  const env = {
    AWS_PROFILE: 'other',
    AWS_RETRY_MODE: 'bogus',
    AWS_MAX_ATTEMPTS: 'many',
    AWS_DEFAULTS_MODE: 'bogus',
    AWS_USE_FIPS_ENDPOINT: 'true',
    AWS_USE_DUALSTACK_ENDPOINT: 'true',
    AWS_AUTH_SCHEME_PREFERENCE: 'sigv9',
    AWS_SDK_UA_APP_ID: 'x'.repeat(60),
  }
  const { exitCode, screen } = await world.inTerminal('terraform plan', { cwd, env })
  t.is(exitCode, 0, screen)
  t.notRegex(screen, /userAgentAppId|Warning/)

  fs.rmSync(`${world.home}/.cache`, { recursive: true })
  const proxy = await startProxy(t, { to: 0, refuses: 403 })
  // AWS_PROFILE is not set here, so the SDK would read [default].
  const toAws = { AWS_ENDPOINT_URL: undefined, HTTPS_PROXY: proxy.url }
  t.is((await world.terraform(['plan'], { cwd, env: toAws })).exitCode, 69)
  t.deepEqual([...new Set(proxy.asked)], ['portal.sso.us-east-1.amazonaws.com:443'])
})

test('the message for an invalid endpoint URL names the variable, with exit code 78', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  putToken(world, { expiresAt: longAgo })
  const { code, said } = await obtainIn(world, { AWS_ENDPOINT_URL_SSO_OIDC: 'localhost:4566' })
  t.is(code, 78, said)
  t.regex(said, /AWS_ENDPOINT_URL_SSO_OIDC is not an http:\S+ or https:\S+ URL: localhost:4566/)
})

test('requests to this machine, and to hosts in NO_PROXY, never go through a proxy', async (t) => {
  const { obtain, port, straight, byProxy } = await behindTls(t)
  const proxy = await startProxy(t, { to: port })
  const both = { HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: ca.file }
  good(t, await obtain({ AWS_ENDPOINT_URL: straight, ...both }))
  const { code, said } = await obtain({
    AWS_ENDPOINT_URL: byProxy,
    HTTPS_PROXY: proxy.url,
    no_proxy: 'example.com, test',
  })
  t.is(code, 69)
  t.regex(said, /The name aws\.test can't be resolved/)
  t.deepEqual(proxy.asked, [])
})

test('requests to an http endpoint go through HTTP_PROXY, not through HTTPS_PROXY', async (t) => {
  const { obtain, world } = await behindTls(t)
  const proxy = await startProxy(t, { to: Number(new URL(world.emulator.url).port) })
  const AWS_ENDPOINT_URL = `http://${nowhere}`
  const HTTPS_PROXY = `http://127.0.0.1:${await unusedPort()}`
  const HTTP_PROXY = proxy.url.replace('http://', '')
  good(t, await obtain({ AWS_ENDPOINT_URL, HTTP_PROXY, HTTPS_PROXY }))
  t.deepEqual(proxy.asked, [`${nowhere}:80`])
})

test('AWS_ENDPOINT_URL_SSO wins over AWS_ENDPOINT_URL', async (t) => {
  const { obtain, world, straight } = await behindTls(t)
  const AWS_ENDPOINT_URL = `http://127.0.0.1:${await unusedPort()}`
  const ways = { AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_SSO: straight }
  good(t, await obtain({ ...ways, AWS_CA_BUNDLE: ca.file }))
  t.is(world.emulator.count('GetRoleCredentials'), 1)
})

test('the code for proxies is loaded only for a connection through a proxy', async (t) => {
  const prefix = copyInstallation()
  const file = path.join(prefix, 'lib/hpagent.js')
  t.true(fs.existsSync(file))
  fs.rmSync(file)
  const { run, port, straight, byProxy } = await behindTls(t, { prefix })
  const proxy = await startProxy(t, { to: port })
  const env = { HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: ca.file }
  t.is((await run({ AWS_ENDPOINT_URL: straight, ...env })).exitCode, 0)
  const { stderr } = await run({ AWS_ENDPOINT_URL: byProxy, ...env })
  t.regex(stderr, /the installation is damaged: .*hpagent\.js/)
  t.deepEqual(proxy.asked, [])
})
