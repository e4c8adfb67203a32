import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { repository } from '../rig/install.ts'
import { needs } from '../rig/needs.ts'
import { tokenFile } from '../rig/token.ts'
import { makeWorld, type World } from '../rig/world.ts'

/** What a program on the tester's PATH prints; undefined if it is missing or fails. */
function ask(file: string, ...args: string[]): string | undefined {
  try {
    return execFileSync(file, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return undefined
  }
}

/**
 * python3 on PATH can be a version manager's shim, which could need the tester's HOME. So use the real program,
 * `sys.executable`.
 */
const python = ask('python3', '-c', 'import botocore, sys; print(sys.executable)')?.trim()
const aws = [
  python && path.join(path.dirname(python), 'aws'),
  ...(process.env.PATH ?? '').split(path.delimiter).map((directory) => path.join(directory, 'aws')),
].find((file) => file && fs.existsSync(file))
const sdk = path.join(repository, 'node_modules/@aws-sdk/credential-provider-sso')

const withAws = needs('AWS CLI', aws !== undefined && ask(aws, '--version') !== undefined)
const withBotocore = needs('botocore', python !== undefined)
const withSdk = needs('@aws-sdk/credential-provider-sso', fs.existsSync(sdk))

async function configured(world: World): Promise<void> {
  const { exitCode, stderr } = await world.tfsso(['configure', '--yes'])
  if (exitCode !== 0) throw new Error(stderr)
}

withAws('after a login with tfsso, the AWS CLI works with profiles of two accounts', async (t) => {
  const world = await makeWorld(t)
  await configured(world)
  await world.logIn()
  const url = world.emulator.env().AWS_ENDPOINT_URL ?? ''
  for (const [profile, id, role] of [
    ['bb-apps-prd-devopsprd', '222222222222', 'DevOpsPrd'],
    ['bb-shared-devops', '111111111111', 'DevOps'],
  ] as const) {
    const args = ['sts', 'get-caller-identity', '--profile', profile, '--endpoint-url', url]
    const { exitCode, stdout, stderr } = await world.run(aws ?? '', args)
    t.is(exitCode, 0, stderr)
    const identity = JSON.parse(stdout)
    t.is(identity.Account, id)
    t.regex(identity.Arn, new RegExp(`/.*_${role}_`))
  }
})

withBotocore(
  'tfsso uses the token of a login by botocore (the steps of `aws sso login --sso-session`)',
  async (t) => {
    const world = await makeWorld(t)
    await configured(world)
    // The steps of the AWS CLI's device login. botocore names and writes the token file.
    const script = `
import botocore.session, botocore.utils, datetime, os
session = botocore.session.Session()
name = session.full_config["profiles"]["bb-apps-prd-devopsprd"]["sso_session"]
sso = session.full_config["sso_sessions"][name]
oidc = session.create_client("sso-oidc", region_name=sso["sso_region"])
scopes = [sso["sso_registration_scopes"]]
client = oidc.register_client(clientName="botocore", clientType="public", scopes=scopes)
client = {key: client[key] for key in ["clientId", "clientSecret", "clientSecretExpiresAt"]}
ends = client.pop("clientSecretExpiresAt")
device = oidc.start_device_authorization(startUrl=sso["sso_start_url"], **client)
grant = "urn:ietf:params:oauth:grant-type:device_code"
token = oidc.create_token(grantType=grant, deviceCode=device["deviceCode"], **client)
expiry = lambda seconds: datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
now = datetime.datetime.now().timestamp()
cache = botocore.utils.JSONFileCache(os.path.expanduser("~/.aws/sso/cache"))
botocore.utils.SSOTokenLoader(cache=cache).save_token(sso["sso_start_url"], {
    "startUrl": sso["sso_start_url"],
    "region": sso["sso_region"],
    "accessToken": token["accessToken"],
    "expiresAt": expiry(now + token["expiresIn"]),
    "registrationExpiresAt": expiry(ends),
    **client,
}, session_name=name)
`
    const login = await world.run(python ?? '', ['-c', script])
    t.is(login.exitCode, 0, login.stderr)
    t.true(fs.existsSync(tokenFile(world)))
    const logins = world.emulator.count('StartDeviceAuthorization')
    const cwd = world.layer('apps-prd/us-east-1/network')
    const { exitCode, stderr } = await world.terraform(['plan'], { cwd })
    t.is(exitCode, 0, stderr)
    t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
    t.is(world.emulator.count('StartDeviceAuthorization'), logins)
  },
)

withSdk('after a login with tfsso, the JavaScript SDK works with a profile', async (t) => {
  const world = await makeWorld(t)
  await configured(world)
  await world.logIn()
  const script = `
import { fromSSO } from ${JSON.stringify(path.join(sdk, 'dist-cjs/index.js'))}
console.log((await fromSSO({ profile: 'bb-shared-devops' })()).accessKeyId)
`
  const { exitCode, stdout, stderr } = await world.run(process.execPath, [
    '--input-type=module',
    '--eval',
    script,
  ])
  t.is(exitCode, 0, stderr)
  t.is(world.identity({ AWS_ACCESS_KEY_ID: stdout.trim() }), '111111111111 DevOps')
})
