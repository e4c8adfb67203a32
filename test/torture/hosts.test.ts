import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import fc from 'fast-check'
import { Aws } from '../../lib/aws/clients.ts'
import { AwsClock } from '../../lib/aws/clock.ts'
import { checkVerificationUrl } from '../../lib/login/verification-url.ts'
import { regionRule, startUrlRule } from '../../lib/project/rules.ts'
import { Problem } from '../../lib/text/problem.ts'
import { anyText, spoilt } from '../rig/hostile-text.ts'
import { temporary } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { tokenFile, tokenOf } from '../rig/token.ts'
import { makeWorld } from '../rig/world.ts'
import { inBatches } from './batches.ts'
import { cases, report } from './figures.ts'

/*
 * No text in a file can make tfsso send a request to a host that is not AWS's, or send a person to a page without
 * https.
 */

const total = cases(10_000)

const domains =
  /\.(amazonaws\.com(\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov|cloud\.adc-e\.uk|csp\.hci\.ic\.gov)$/

/** Returns the host of a request, but does not send it. */
async function hostOf(
  client: { middlewareStack: object },
  send: () => Promise<unknown>,
): Promise<string> {
  let host = ''
  const stack = client.middlewareStack as {
    add(middleware: unknown, options: { step: string; priority: string }): void
  }
  const stop = () => async (args: { request: { hostname: string } }) => {
    host = args.request.hostname
    throw new Error('far enough')
  }
  stack.add(stop, { step: 'finalizeRequest', priority: 'low' })
  await send().catch(() => {})
  return host
}

test.serial(
  'an accepted region leads to a host of AWS, whatever ~/.aws/config contains',
  async (t) => {
    const { GetRoleCredentialsCommand } = await import('@aws-sdk/client-sso')
    const { RegisterClientCommand } = await import('@aws-sdk/client-sso-oidc')
    const evil = 'http://evil.example.com'
    const config = write(
      path.join(temporary('tfsso-hosts-'), 'config'),
      `[default]
endpoint_url = ${evil}
services = evil
[services evil]
sso =
  endpoint_url = ${evil}
sso_oidc =
  endpoint_url = ${evil}
`,
    )
    const before = { ...process.env }
    Object.assign(process.env, { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: config })
    t.teardown(() => {
      for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'])
        if (before[name] === undefined) delete process.env[name]
    })
    const regions = fc.oneof(
      spoilt('us-east-1'),
      fc.stringMatching(/^[a-z]{1,9}(-[a-z]{1,6}){0,4}-[0-9]{0,3}$/),
    )
    const { pattern } = regionRule('sso_region')
    const hosts = new Set<string>()
    let taken = 0
    await inBatches(regions, { total }, async (all) => {
      for (const region of all) {
        if (!pattern.test(region)) continue
        taken++
        const aws = new Aws(region, new AwsClock('/dev/null'), { env: process.env })
        const portal = await aws.portal()
        const role = { accountId: '222222222222', roleName: 'x', accessToken: 'x' }
        const oidc = await aws.oidc()
        const client = { clientName: 'x', clientType: 'public' }
        for (const host of [
          await hostOf(portal, () => portal.send(new GetRoleCredentialsCommand(role))),
          await hostOf(oidc, () => oidc.send(new RegisterClientCommand(client))),
        ]) {
          if (!domains.test(host)) throw new Error(`${region} leads to ${host}`)
          hosts.add(host)
        }
      }
    })
    t.true(taken > total / 20, `${taken} taken`)
    report({
      attack:
        'Hostile text as a region, with endpoint_url and services for another host in ~/.aws/config',
      tries: total,
      outcome: `${taken} used as a region; they lead to ${hosts.size} hosts, each in a domain of AWS`,
    })
  },
)

test('a start URL that tfsso accepts uses https, and leads to the host that a person reads in it', async (t) => {
  let taken = 0
  await inBatches(spoilt('https://example.awsapps.com/start'), { total }, (all) => {
    for (const url of all) {
      if (!startUrlRule.pattern.test(url)) continue
      taken++
      const { protocol, hostname, username } = new URL(url)
      const shown = /^https:\/\/([^/:]+)/.exec(url)?.[1]
      if (protocol !== 'https:' || username !== '' || hostname !== shown?.toLowerCase())
        throw new Error(`${url} leads to ${hostname}`)
    }
  })
  t.true(taken > total / 20, `${taken} taken`)
})

test('tfsso sends a person only to https, or to the host of the AWS_ENDPOINT_URL in force', async (t) => {
  const endpoint = 'http://127.0.0.1:4566'
  const tally = { opened: 0, refused: 0 }
  const urls = fc.oneof(
    spoilt('https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH'),
    spoilt(`${endpoint}/device?user_code=A`),
    fc.webUrl({ validSchemes: ['http', 'https', 'ftp'], withQueryParameters: true }),
    anyText,
  )
  const cases_ = fc.record({
    url: urls,
    env: fc.constantFrom(
      {},
      { AWS_ENDPOINT_URL: endpoint },
      { AWS_ENDPOINT_URL_SSO_OIDC: endpoint, AWS_ENDPOINT_URL: 'http://other.example.com' },
      { AWS_ENDPOINT_URL: endpoint, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    ),
  })
  await inBatches(cases_, { total }, (all) => {
    for (const { url, env } of all) {
      let opened: string
      try {
        opened = checkVerificationUrl(url, env)
      } catch (error) {
        if (!(error instanceof Problem && error.code === 77)) throw error
        tally.refused++
        continue
      }
      tally.opened++
      const { protocol, host } = new URL(opened)
      const inForce =
        !('AWS_IGNORE_CONFIGURED_ENDPOINT_URLS' in env) && Object.values(env)[0] === endpoint
      const good = protocol === 'https:' || (inForce && host === '127.0.0.1:4566')
      // A browser must not take the address for an option. A terminal must not get a second line or colors from it.
      if (!good || !/^https?:\/\/[\x21-\x7e]+$/.test(opened)) throw new Error(`opened ${opened}`)
    }
  })
  t.true(Math.min(tally.opened, tally.refused) > total / 20, JSON.stringify(tally))
  report({
    attack: 'Hostile text as the address of a login',
    tries: total,
    outcome: `${tally.opened} opened, each https or on the host of the AWS_ENDPOINT_URL* in force; ${tally.refused} refused (77)`,
  })
})

test('a token for another region than the session’s is not used', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  const before = world.emulator.calls.length
  fs.writeFileSync(tokenFile(world), JSON.stringify({ ...tokenOf(world), region: 'eu-west-1' }))
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 77)
  t.is(world.emulator.calls.length, before)
})
