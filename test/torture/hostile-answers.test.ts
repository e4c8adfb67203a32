import assert from 'node:assert/strict'
import fs from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import test from 'ava'
import fc from 'fast-check'
import { Aws } from '../../lib/aws/clients.ts'
import { AwsClock } from '../../lib/aws/clock.ts'
import { unreachable } from '../../lib/aws/failure.ts'
import { getRoleCredentials, listRoles } from '../../lib/credentials/portal.ts'
import { CredentialStore } from '../../lib/credentials/store.ts'
import { findPlaces } from '../../lib/files/user-paths.ts'
import { writePrivate } from '../../lib/files/write-private.ts'
import type { Invitation } from '../../lib/login/announce.ts'
import { logInByDevice } from '../../lib/login/device.ts'
import { createToken, registerClient } from '../../lib/session/oidc.ts'
import { describeSession } from '../../lib/session/session.ts'
import { Problem, renderProblem } from '../../lib/text/problem.ts'
import { quoteForShell } from '../../lib/text/quote.ts'
import { anyText, Canaries, spoilt } from '../rig/hostile-text.ts'
import { temporary } from '../rig/install.ts'
import { runBatch } from '../rig/shell-batch.ts'
import { shells } from '../rig/shells.ts'
import { inBatches } from './batches.ts'
import { cases, report } from './figures.ts'

/*
 * Either the texts in AWS's answer reach the cache, sh and the credential process unchanged, or tfsso refuses the
 * answer. The exit code is then 78, or 69 if a field is missing or unusable. A login can also end with 77. No message
 * contains control characters, and no shell runs a text.
 */

const total = cases(10_000)

const soon = Date.now() + 3_600_000
const number = (good: number) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<unknown>(good) },
    {
      weight: 1,
      arbitrary: fc.oneof(fc.double(), fc.maxSafeInteger(), anyText, fc.constant(null)),
    },
  )
const word = (good: string) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<unknown>(good) },
    { weight: 3, arbitrary: fc.string({ minLength: 1, unit: 'grapheme-ascii' }) },
    { weight: 3, arbitrary: spoilt(good) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) },
  )

const answers = fc.oneof(
  fc.record({
    kind: fc.constant('credentials' as const),
    body: fc.record({
      roleCredentials: fc.record({
        accessKeyId: word('ASIAX'),
        secretAccessKey: word('a+/='),
        sessionToken: word('IQoJ=='),
        expiration: number(soon),
      }),
    }),
  }),
  fc.record({
    kind: fc.constant('roles' as const),
    body: fc.record({
      roleList: fc.array(
        fc.record({
          roleName: word('DevOps'),
          accountId: fc.constantFrom('222222222222', '111111111111'),
        }),
        { maxLength: 3 },
      ),
    }),
  }),
  fc.record({
    kind: fc.constant('token' as const),
    body: fc.record({
      accessToken: word('aoa'),
      refreshToken: word('aor'),
      expiresIn: number(3600),
    }),
  }),
  fc.record({
    kind: fc.constant('client' as const),
    body: fc.record({
      clientId: word('client'),
      clientSecret: word('secret'),
      clientSecretExpiresAt: number(2_000_000_000),
    }),
  }),
  fc.record({
    kind: fc.constant('device' as const),
    body: fc.record({
      deviceCode: word('device'),
      userCode: word('ABCD-EFGH'),
      verificationUriComplete: word('https://device.sso.us-east-1.amazonaws.com/?user_code=A'),
      expiresIn: number(600),
      interval: fc.constant(0.01),
    }),
  }),
)
type AnAnswer = typeof answers extends fc.Arbitrary<infer T> ? T : never

const json = { 'content-type': 'application/json' }
const good: Record<string, unknown> = {
  '/client/register': { clientId: 'c', clientSecret: 's', clientSecretExpiresAt: 2_000_000_000 },
  '/token': { accessToken: 'aoa', expiresIn: 3600 },
}

test.serial('tfsso uses a text in AWS’s answer unchanged, or refuses the answer', async (t) => {
  let answer: { path: string; body: unknown } = { path: '', body: {} }
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://x')
    response.writeHead(200, json)
    response.end(JSON.stringify(pathname === answer.path ? answer.body : good[pathname]))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const home = temporary('tfsso-answers-')
  process.env.AWS_ENDPOINT_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.teardown(() => {
    delete process.env.AWS_ENDPOINT_URL
    server.closeAllConnections()
    server.close()
  })
  const places = findPlaces({ HOME: home })
  const session = describeSession('bb', 'https://example.awsapps.com/start', 'us-east-1', places)
  const clock = new AwsClock('/dev/null')
  const { env } = process
  const request = { aws: new Aws('us-east-1', clock, { env }), clock, env }
  const { aws } = request
  const store = new CredentialStore(places, session, { HOME: home })
  const account = { account: 'apps-prd', accountId: '222222222222' }
  const token = { startUrl: session.startUrl, region: 'us-east-1', accessToken: 'x', expiresAt: '' }
  const canaries = new Canaries(home)
  const tally = { taken: 0, refused: 0 }

  /**
   * Gives tfsso an answer of AWS. Returns the values that tfsso has read from the answer, and the values that the
   * answer contains.
   */
  const use = async ({ kind, body }: AnAnswer): Promise<[used: unknown, given: unknown]> => {
    if (kind === 'credentials') {
      answer = { path: '/federation/credentials', body }
      const used = await getRoleCredentials(request, token, account, ['DevOps'])
      const times = { renewAtMs: soon, endAtMs: used.expiration }
      store.write('222222222222', 'DevOps', used, times, { replace: writePrivate })
      const {
        lifetimeMs: _,
        tokenHash: _hash,
        ...kept
      } = store.read('222222222222', 'DevOps', token) ?? used
      return [kept, { accountId: '222222222222', role: 'DevOps', ...body.roleCredentials }]
    }
    if (kind === 'roles') {
      answer = { path: '/assignment/roles', body }
      const used = await listRoles(aws, token, account)
      const names = body.roleList.map(({ roleName }) => roleName).filter(Boolean)
      assert.ok(body.roleList.every(({ accountId }) => accountId === account.accountId))
      return [used, names.sort()]
    }
    if (kind === 'token') {
      answer = { path: '/token', body }
      const client = { clientId: 'c', clientSecret: 's', registrationExpiresAt: '' }
      const proof = { grantType: 'refresh_token', refreshToken: 'x' }
      const used = await createToken(aws, clock, session, client, proof).catch((error) => {
        throw unreachable('refresh', error) // as all callers in lib do
      })
      assert.ok(typeof used === 'object')
      const { accessToken, refreshToken } = used
      return [
        [accessToken, refreshToken],
        [body.accessToken, body.refreshToken || undefined],
      ]
    }
    if (kind === 'client') {
      answer = { path: '/client/register', body }
      const { clientId, clientSecret } = await registerClient(aws, session, [])
      return [
        [clientId, clientSecret],
        [body.clientId, body.clientSecret],
      ]
    }
    answer = { path: '/device_authorization', body }
    let shown: unknown
    const invite = ({ url, code }: Invitation) => {
      assert.match(`${url} ${code}`, /^https:\/\/[\x21-\x7e]+ [\x21-\x7e]+$/)
      shown = code
    }
    await logInByDevice(aws, clock, session, { env, invite })
    return [shown, body.userCode]
  }

  await inBatches(answers, { total }, async (all) => {
    const files: string[] = []
    const printed: unknown[] = []
    for (const one of all) {
      try {
        const [used, given] = await use(one)
        assert.deepEqual(used, given)
        tally.taken++
        if (one.kind !== 'credentials') continue
        const file = path.join(home, `kept-${files.length}`)
        fs.copyFileSync(path.join(places.cache, 'credentials/222222222222/DevOps'), file)
        files.push(file)
        const { accessKeyId, secretAccessKey, sessionToken } = one.body.roleCredentials
        printed.push([accessKeyId, secretAccessKey, sessionToken])
      } catch (error) {
        if (!(error instanceof Problem) || ![69, 77, 78].includes(error.code)) throw error
        assert.doesNotMatch(renderProblem(error), /[^\P{Cc}\n\t]/u)
        tally.refused++
      }
    }
    const asked = `set -- 222222222222 DevOps ${[session.name, session.startUrl, session.region].map(quoteForShell).join(' ')}`
    const print = 'tfsso_print() { emit "$1"; }'
    const script = [
      `HOME=${quoteForShell(home)}`,
      asked,
      print,
      ...files.map((file) => `(command . '${file}')`),
    ].join('\n')
    for (const shell of shells) {
      const got = runBatch(shell, script, canaries).map((text) => JSON.parse(text))
      assert.deepEqual(
        got.map(({ AccessKeyId, SecretAccessKey, SessionToken }) => [
          AccessKeyId,
          SecretAccessKey,
          SessionToken,
        ]),
        printed,
      )
    }
  })
  t.true(Math.min(tally.taken, tally.refused) > total / 20, JSON.stringify(tally))
  report({
    attack: `Hostile text in AWS’s answers to five operations, in ${shells.map(([name]) => name).join(', ')}`,
    tries: total,
    outcome: `${tally.taken} used, ${tally.refused} refused (69, 77, 78), no command run, no control character shown`,
  })
})
