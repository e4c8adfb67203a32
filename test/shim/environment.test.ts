import fs from 'node:fs'
import test from 'ava'
import { namesOf } from '../../lib/process/environment-table.ts'
import { write } from '../rig/project.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { coldAndWarm } from '../rig/shells.ts'
import { makeWorld } from '../rig/world.ts'

/** These would override the layer's credentials, so a run clears them. */
const fighting = {
  AWS_PROFILE: 'mine',
  AWS_DEFAULT_PROFILE: 'mine too',
  AWS_SECURITY_TOKEN: 'old token',
  AWS_ACCESS_KEY: 'old key',
  AWS_SECRET_KEY: 'old secret',
  AWS_ROLE_ARN: 'arn:aws:iam::1:role/x',
  AWS_ROLE_SESSION_NAME: 'x',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/nowhere',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9/',
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/x',
  AWS_CONTAINER_AUTHORIZATION_TOKEN: 'x',
  AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/nowhere',
}
const foreignKeys = {
  AWS_ACCESS_KEY_ID: 'AKIAFOREIGN',
  AWS_SECRET_ACCESS_KEY: 'foreign',
  AWS_SESSION_TOKEN: '',
  AWS_CREDENTIAL_EXPIRATION: 'never',
}
type Variables = Record<string, string | undefined>

const regions: [own: Variables, given: Variables][] = [
  [{}, { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' }],
  [{ AWS_REGION: '' }, { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' }],
  [{ AWS_REGION: 'eu-west-1' }, { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: undefined }],
  [{ AWS_DEFAULT_REGION: 'eu-west-1' }, { AWS_REGION: undefined, AWS_DEFAULT_REGION: 'eu-west-1' }],
]

test('a run gets keys, AWS config and region, and no variable that would override them, in every shell', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  const runs = coldAndWarm(0).flatMap((shell) =>
    regions.map(([own, given]) => ({
      ...{ args: ['plan'], cwd, shell, given },
      env: { ...fighting, ...foreignKeys, ...own, AWS_STS_REGIONAL_ENDPOINTS: 'regional' },
    })),
  )
  const all = await runInTurn(world, runs)
  const [issued, ...others] = world.emulator.issued
  t.deepEqual(others, [])
  for (const { given, stderr, env, shell } of all) {
    t.is(stderr, '', shell[0])
    t.is(world.identity(env), '222222222222 DevOpsPrd')
    t.is(env.AWS_SECRET_ACCESS_KEY, issued?.secretAccessKey)
    t.is(env.AWS_SESSION_TOKEN, issued?.sessionToken)
    const end = Date.parse(env.AWS_CREDENTIAL_EXPIRATION ?? '')
    t.true(Math.abs(end - (issued?.expiration ?? 0)) < 1000)
    for (const name of Object.keys(fighting)) t.is(env[name], undefined, name)
    for (const [name, value] of Object.entries(given)) t.is(env[name], value, name)
    t.is(env.AWS_STS_REGIONAL_ENDPOINTS, 'regional')
    t.is(env.AWS_ENDPOINT_URL, world.emulator.url)
    t.is(fs.statSync(env.AWS_CONFIG_FILE ?? '').mode & 0o777, 0o600)
  }
})

test('a run records the value of each variable that it clears or replaces', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  const config = write(`${world.home}/own config`, '[profile own]\nregion = eu-west-3\n')
  const credentials = write(
    `${world.home}/own credentials`,
    '[bb-apps-prd-devopsprd]\nregion = x\n',
  )
  const all = {
    ...fighting,
    ...foreignKeys,
    AWS_REGION: '',
    AWS_DEFAULT_REGION: '',
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: credentials,
  }
  t.deepEqual(Object.keys(all).sort(), namesOf(({ cleared, given }) => cleared || given).sort())
  const runs = Object.entries(all).map(([name, value]) => ({
    ...{ name, value, args: ['plan'], cwd, env: { [name]: value } },
  }))
  for (const { name, value, env } of await runInTurn(world, runs)) {
    t.is(env[`TFSSO_WAS_${name}`], value, name)
    t.not(env[name], value, name)
  }
})

test("a run copies the config that the person's AWS_CONFIG_FILE names, and sets AWS_CONFIG_FILE to the copy", async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  const own = `${world.home}/own config`
  fs.writeFileSync(own, '[profile own]\nregion = eu-west-3\n')
  await world.terraform(['plan'], { cwd, env: { AWS_CONFIG_FILE: own } })
  const { env } = world.lastStart()
  t.not(env.AWS_CONFIG_FILE, own)
  t.regex(
    fs.readFileSync(env.AWS_CONFIG_FILE ?? '', 'utf8'),
    /^\[profile own\]\nregion = eu-west-3$/m,
  )
  await world.terraform(['plan'], { cwd })
  const plain = fs.readFileSync(world.lastStart().env.AWS_CONFIG_FILE ?? '', 'utf8')
  t.false(plain.includes('[profile own]'))
})
