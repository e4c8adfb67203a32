import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { execa } from 'execa'
import type { Check, Report } from '../../lib/doctor/report.ts'
import { describeSelf } from '../../lib/process/identity.ts'
import { copyInstallation, temporary } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { longAgo, putToken, secretsShown, tokenFile } from '../rig/token.ts'
import { makeWorld, type RunOptions, type World } from '../rig/world.ts'

// The tests run one after the other, because each starts a dozen processes. Those that mostly wait come
// last and run at the same time.

/** A shell with an empty HOME, so that it reads none of the tester's startup files. */
const plain = { SHELL: '/bin/sh' }

async function examine(t: ExecutionContext, world: World, options: RunOptions = {}) {
  const env = { ...plain, ...options.env }
  const { exitCode, stdout, stderr } = await world.tfsso(['doctor', '--json'], { ...options, env })
  t.is(stderr, '')
  const report: Report = JSON.parse(stdout)
  t.is(exitCode, report.broken > 0 ? 1 : 0)
  t.deepEqual(secretsShown(world, stdout), [])
  for (const { status, message, advice } of report.checks)
    t.is(advice.length > 0, status === 'broken' || status === 'warning', message)
  return report
}

/** The checks of a group that are neither ok nor skipped, each as `status check: message`. */
function wrong({ checks }: Report, group: Check['group']): string[] {
  return checks
    .filter((check) => check.group === group && !['ok', 'skipped'].includes(check.status))
    .map(({ status, check, message }) => `${status} ${check}: ${message}`)
}

const find = ({ checks }: Report, name: string, subject?: string) =>
  checks.find(
    ({ check, subject: about }) => check === name && (subject === undefined || about === subject),
  )

test.serial('doctor exits with 0 for a good installation, also with --json', async (t) => {
  const world = await makeWorld(t)
  write(path.join(world.home, '.profile'), `. "${world.prefix}/env"\n`)
  world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  const report = await examine(t, world)
  t.deepEqual(
    report.checks.filter(({ status }) => status === 'broken'),
    [],
  )
  for (const group of ['path', 'session', 'aws', 'project', 'locks'] as const) {
    const own = wrong(report, group).filter((line) => !/login-shell/.test(line))
    t.deepEqual(own, [], group)
  }
  // The only unusual thing here is that the world's AWS is the emulator.
  t.deepEqual(
    report.checks.filter((c) => c.group === 'environment').map((c) => c.subject),
    ['AWS_ENDPOINT_URL'],
  )
  t.regex(find(report, 'session')?.message ?? '', /^The session bb at .* valid until .* min\)\.$/)
  t.is(find(report, 'real', 'terraform')?.message.endsWith('/real bin/terraform.'), true)
  t.deepEqual(
    new Set(report.checks.map((check) => Object.keys(check).join())),
    new Set(['group,check,status,subject,message,advice']),
  )

  const { stdout, exitCode } = await world.tfsso(['doctor'], { env: plain })
  t.is(exitCode, 0)
  for (const title of ['Installation', 'PATH', 'Session', 'AWS', 'Environment', 'Project', 'Locks'])
    t.regex(stdout, new RegExp(`^${title}$`, 'm'))
  t.regex(stdout, /^ {2}ok {7}apps-prd \(222222222222\) as DevOpsPrd$/m)
  t.regex(stdout, /^Nothing is broken; \d+ warnings?\.$/m)
  t.notRegex(stdout, /\x1b/)
})

test.serial('doctor uses colors in a terminal, and none with --no-color', async (t) => {
  const world = await makeWorld(t)
  const screen = async (line: string) => (await world.inTerminal(line, { env: plain })).screen
  t.regex(await screen('tfsso doctor'), /\x1b\[32mok/)
  t.notRegex(await screen('tfsso doctor --no-color'), /\x1b\[\d+m/)
})

test.serial('doctor changes nothing and never logs in', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  await world.terraform(['plan'], { cwd })
  putToken(world, { expiresAt: longAgo })
  world.emulator.settings.clockOffsetMs = 3600_000
  const kept = () =>
    [world.home, world.project]
      .flatMap((root) => fs.readdirSync(root, { recursive: true, withFileTypes: true }))
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort()
      .map((file) => [file, fs.lstatSync(file).mtimeMs, fs.lstatSync(file).mode])
  const before = kept()
  const calls = world.emulator.counts()
  const report = await examine(t, world, { cwd })
  t.regex(find(report, 'session')?.message ?? '', /the next command renews it/)
  t.deepEqual(kept(), before)
  const { ListAccounts = 0, CreateToken = 0, ...others } = world.emulator.counts()
  t.is(ListAccounts, 1)
  t.is(others.RegisterClient, calls.RegisterClient)
  t.is(others.GetRoleCredentials, calls.GetRoleCredentials)
  t.is(CreateToken, (calls.CreateToken ?? 0) + 1)
})

const loginShells: [shell: string, file: string, line: (directory: string) => string][] = [
  ['bash', '.bash_profile', (directory) => `PATH="${directory}:$PATH"`],
  ['zsh', '.zshrc', (directory) => `path=("${directory}" $path)`],
  ['fish', '.config/fish/config.fish', (directory) => `set -gx PATH "${directory}" $PATH`],
]
for (const [name, file, line] of loginShells) {
  let shell = ''
  try {
    shell = execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
  } catch {
    const skipped = process.env.TFSSO_TEST_SKIPPED
    if (skipped) fs.appendFileSync(skipped, `doctor in a login ${name} (not installed)\n`)
    continue
  }
  test.serial(`doctor finds another terraform before the shim in a login ${name}`, async (t) => {
    const world = await makeWorld(t)
    const startup = path.join(world.home, file)
    const own = path.join(world.root, 'brew bin')
    fs.mkdirSync(own)
    fs.copyFileSync(path.join(world.root, 'real bin/terraform'), path.join(own, 'terraform'))
    const env = name === 'fish' ? `source "${world.prefix}/env.fish"` : `. "${world.prefix}/env"`
    write(startup, `echo Welcome\n${env}\n${line(own)}\n`)
    const report = await examine(t, world, { env: { SHELL: shell } })
    const shadowed = find(report, 'login-shell')
    t.is(shadowed?.status, 'broken')
    t.is(shadowed?.subject, path.join(own, 'terraform'))
    t.regex(
      shadowed?.message ?? '',
      /brew bin\/terraform, which comes before tfsso's .*\/shims\/terraform/,
    )
    t.true(shadowed?.advice.at(-1)?.endsWith(env))
  })
}

test.serial('doctor finds a wrong PATH: its own, and that of sh and of make', async (t) => {
  const world = await makeWorld(t)
  const real = path.join(world.root, 'real bin')
  const without = await examine(t, world, { env: { PATH: `${real}:/usr/bin:/bin` } })
  const behind = await examine(t, world, {
    env: { PATH: `${real}:${world.prefix}/shims:/usr/bin:/bin` },
  })
  for (const from of ['process', 'sh', 'make']) {
    t.regex(find(without, from)?.message ?? '', /real bin\/terraform: tfsso's .* is not on PATH/)
    t.is(find(without, from)?.status, 'broken')
    t.regex(find(behind, from)?.message ?? '', /real bin\/terraform, which comes before tfsso's/)
    t.is(find(behind, from)?.subject, `${real}/terraform`)
  }
  const named = await examine(t, world, { env: { TFSSO_TERRAFORM: '/nowhere' } })
  t.regex(find(named, 'real', 'terraform')?.message ?? '', /no program at \/nowhere/)
})

test.serial('doctor finds invalid tfvars of accounts and of the project', async (t) => {
  const world = await makeWorld(t)
  const at = (name: string) => path.join(world.project, name)
  fs.appendFileSync(at('shared/config/account.tfvars'), 'x = \n')
  fs.writeFileSync(at('apps-prd/config/account.tfvars'), 'environment = "apps-prod"\n')
  fs.writeFileSync(at('security/config/backend.tfvars'), 'profile = "a" "b"\n')
  const three = wrong(await examine(t, world), 'project')
  t.is(three.length, 4, three.join('\n'))
  t.regex(
    three[0] ?? '',
    /^broken sso_role: .*apps-prd\/config\/account\.tfvars: sso_role is missing/,
  )
  t.regex(three[1] ?? '', /^broken environment: .*"apps-prod", which is not in accounts/)
  t.regex(three[2] ?? '', /^broken syntax: .*security\/config\/backend\.tfvars, line 1, column/)
  t.regex(three[3] ?? '', /^broken syntax: .*shared\/config\/account\.tfvars, line 3, column/)

  fs.appendFileSync(at('config/common.tfvars'), 'oops = \n')
  const report = await examine(t, world)
  const four = wrong(report, 'project')
  t.regex(four[0] ?? '', /^broken syntax: .*config\/common\.tfvars, line/)
  t.is(four.length, 4, four.join('\n'))
  t.is(find(report, 'session')?.status, 'skipped')
  t.is(find(report, 'aws')?.status, 'skipped')
})

test.serial('doctor finds a profile of no account, and one that two accounts claim', async (t) => {
  const world = await makeWorld(t)
  world.layer('apps-prd/us-east-1/net', 'provider "aws" {\n  profile = "lost"\n}\n')
  for (const name of ['shared', 'security'])
    write(path.join(world.project, name, 'config/backend.tfvars'), 'profile = "me-bootstrap"\n')
  const report = await examine(t, world)
  t.is(wrong(report, 'project').length, 2, wrong(report, 'project').join('\n'))
  t.regex(
    find(report, 'profile', 'lost')?.message ?? '',
    /in no account of .*: apps-prd\/us-east-1\/net\.$/,
  )
  const claimed = find(report, 'claimants', 'me-bootstrap')
  t.is(claimed?.status, 'broken')
  t.regex(claimed?.message ?? '', /: security, shared\.$/)
})

test.serial('doctor works with SSO switched off, and without HOME', async (t) => {
  const world = await makeWorld(t)
  const file = path.join(world.project, 'config/common.tfvars')
  const on = fs.readFileSync(file, 'utf8')
  const homeless = await examine(t, world, { env: { HOME: undefined } })
  t.is(find(homeless, 'home')?.status, 'broken')
  t.regex(find(homeless, 'home')?.message ?? '', /^HOME is not set/)
  fs.writeFileSync(file, on.replace('= true', '= false'))
  const off = await examine(t, world, { env: { HOME: undefined, AWS_PROFILE: 'mine' } })
  t.is(off.broken, 0)
  t.is(find(off, 'session')?.status, 'skipped')
  t.is(find(off, 'credentials', 'AWS_PROFILE')?.status, 'ok')
  t.is(world.emulator.calls.length, 2, 'with SSO off AWS is asked nothing')
})

test.serial('outside a project doctor makes the checks that need no project', async (t) => {
  const world = await makeWorld(t)
  const report = await examine(t, world, { cwd: world.root })
  t.deepEqual(
    report.checks.filter(({ status }) => status === 'broken'),
    [],
  )
  t.is(find(report, 'project')?.status, 'skipped')
  t.is(find(report, 'aws')?.status, 'skipped')
  const lonely = path.join(world.root, 'lonely')
  write(path.join(lonely, 'config/account.tfvars'), '')
  const account = await examine(t, world, { cwd: lonely })
  t.regex(find(account, 'project')?.message ?? '', /^No config\/common\.tfvars above/)
})

test('doctor says why AWS cannot be reached', async (t) => {
  const world = await makeWorld(t)
  const certificate = await makeCertificate()
  const secure = https.createServer(certificate, (_, response) => response.end())
  const silent = net.createServer(() => {})
  const portal = net.createServer((socket) =>
    socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\n<html>'),
  )
  const portOf = async (server: net.Server) => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    t.teardown(() => server.close())
    return (server.address() as AddressInfo).port
  }
  const refused = ['http://127.0.0.1:1', /\(refused\): 127\.0\.0\.1:1 /, 'refused'] as const
  const table = [
    ['https://oidc.us-east-1.invalid', /\(dns\): .*us-east-1\.invalid/, 'dns'],
    [`https://127.0.0.1:${await portOf(secure)}`, /\(tls\): .*SELF_SIGNED/, 'tls'],
    [`http://127.0.0.1:${await portOf(silent)}`, /\(timeout\): /, 'timeout'],
    [`http://127.0.0.1:${await portOf(portal)}`, /HTTP 403\) did not come from AWS/, 'other'],
  ] as const
  // In each run both services fail, each for the reason given here.
  await Promise.all(
    [
      { oidc: refused, portal: table[0] },
      { oidc: table[1], portal: table[2] },
      { oidc: table[3], portal: table[1] },
    ].map(async (expected) => {
      const env = {
        AWS_ENDPOINT_URL_SSO_OIDC: expected.oidc[0],
        AWS_ENDPOINT_URL_SSO: expected.portal[0],
      }
      const report = await examine(t, world, { env })
      for (const service of ['oidc', 'portal'] as const) {
        const [url, message, subject] = expected[service]
        const found = find(report, service)
        t.is(found?.status, 'broken', url)
        t.regex(found?.message ?? '', message)
        t.is(found?.subject, subject)
        t.true((found?.advice.length ?? 0) > 0)
      }
      t.is(find(report, 'clock'), undefined)
    }),
  )
})

async function makeCertificate() {
  const directory = temporary('tfsso-tls-')
  const at = (name: string) => path.join(directory, name)
  const options = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=x']
  await execa('openssl', [...options, '-keyout', at('key'), '-out', at('cert')])
  return { key: fs.readFileSync(at('key')), cert: fs.readFileSync(at('cert')) }
}

test.serial('doctor finds what is wrong with a session, and a wrong clock', async (t) => {
  const world = await makeWorld(t)
  const session = async () => find(await examine(t, world), 'session')
  const checkClock = (report: Report, status: Check['status'], message: RegExp) => {
    const found = find(report, 'clock')
    t.is(found?.status, status)
    t.regex(found?.message ?? '', message)
  }
  world.emulator.settings.clockOffsetMs = 3_600_000
  const missing = await examine(t, world)
  t.regex(find(missing, 'session')?.message ?? '', /is not active/)
  checkClock(missing, 'broken', /60 min behind AWS's/)
  world.emulator.settings.clockOffsetMs = -60_000
  await world.logIn()
  fs.chmodSync(tokenFile(world), 0o644)
  const report = await examine(t, world)
  checkClock(report, 'warning', /6\d s ahead of AWS's/)
  world.emulator.settings.clockOffsetMs = 0
  const open = find(report, 'tokens')
  t.is(open?.status, 'warning')
  t.deepEqual(open?.advice, [`chmod 600 '${tokenFile(world)}'`])
  world.emulator.revokeSessions()
  const refused = await session()
  t.is(refused?.status, 'broken')
  t.regex(refused?.message ?? '', /AWS refuses it/)
  write(tokenFile(world), '{')
  t.regex((await session())?.message ?? '', /contains no valid token/)
})

test.serial(
  'doctor finds an abandoned lock, foreign AWS variables, and another user’s directory',
  async (t) => {
    const world = await makeWorld(t)
    const lock = tokenFile(world).replace(/\.json$/, '.tfsso-lock')
    write(path.join(lock, '1'), JSON.stringify({ ...(await describeSelf()), pid: 2 ** 22 + 1 }))
    const cache = path.join(world.home, '.cache/tfsso')
    fs.mkdirSync(cache, { recursive: true })
    fs.chmodSync(cache, 0o755)
    const secret = 'FOREIGNSECRET'
    const env = {
      AWS_PROFILE: 'other',
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_ROLE_ARN: 'arn',
      TF_CLI_ARGS_plan: `-var-file=x -var password=${secret}`,
      HTTP_PROXY: undefined,
    }
    const report = await examine(t, world, { env })
    t.false(JSON.stringify(report).includes(secret))
    t.deepEqual(
      report.checks.filter(({ check }) => check === 'credentials').map(({ subject }) => subject),
      ['AWS_PROFILE', 'AWS_ROLE_ARN', 'AWS_SECRET_ACCESS_KEY'],
    )
    t.is(find(report, 'arguments')?.status, 'warning')
    t.regex(find(report, 'lock', lock)?.message ?? '', /left by process 4194305, which is dead/)
    t.is(find(report, 'cache')?.status, 'warning')
    if (process.getuid?.() !== 0) return
    fs.chownSync(cache, 65534, 65534)
    t.is(find(await examine(t, world), 'cache')?.status, 'broken')
  },
)

test.serial('doctor does not warn about keys that `tfsso env` set', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  const { exitCode, stdout } = await world.run(
    'sh',
    ['-c', 'eval "$(tfsso env)" && tfsso doctor --json'],
    { cwd, env: plain },
  )
  t.is(exitCode, 0)
  const report: Report = JSON.parse(stdout)
  t.deepEqual(
    report.checks.filter(({ check }) => check === 'credentials'),
    [],
  )
})

test.serial('doctor finds a damaged installation and a missing Node.js', async (t) => {
  const prefix = copyInstallation()
  const world = await makeWorld(t, { prefix, emptyHome: true })
  fs.writeFileSync(`${prefix}/libexec/node-path`, '/opt/gone/node\n')
  const part = `${prefix}/libexec/make-grant.sh`
  fs.renameSync(part, `${part}.gone`)
  fs.chmodSync(`${prefix}/shims/terraform`, 0o777)
  const report = await examine(t, world)
  t.regex(find(report, 'node-recorded')?.message ?? '', /\/opt\/gone\/node, is gone/)
  t.is(find(report, 'files')?.status, 'broken')
  t.regex(find(report, 'files')?.message ?? '', /libexec\/make-grant\.sh/)
  t.regex(find(report, 'files-open')?.message ?? '', /shims\/terraform/)

  const cwd = world.layer('apps-prd/us-east-1/net')
  const lib = fs.realpathSync(`${prefix}/lib`)
  for (const name of ['../main.wasm.gz', 'hcl2json.js', 'yargs.js', 'tfsso.js']) {
    const file = path.join(lib, name)
    fs.rmSync(file)
    for (const what of ['missing', 'invalid']) {
      const { exitCode, stderr } = await world.tfsso(['status'], { cwd })
      t.deepEqual(
        [exitCode, stderr],
        [1, `tfsso: the installation is damaged: ${file} is ${what}; run its install.sh again\n`],
      )
      if (name.startsWith('../')) break
      fs.writeFileSync(file, 'cut off (')
    }
  }
  const plan = async (env = {}) => (await world.terraform(['plan'], { cwd, env })).stderr
  const damaged = `tfsso: the installation in ${prefix} is damaged: run its install.sh again\n`
  t.is(await plan(), damaged)
  fs.renameSync(`${part}.gone`, part)
  for (const name of ['exec', 'env', 'which', 'status', 'prompt', 'failures', 'arguments']) {
    fs.rmSync(`${prefix}/libexec/${name}.sh`)
    if (name === 'failures') t.is(await plan({ TFSSO: 'wrong' }), damaged)
    else if (name === 'arguments') t.is(await plan({ TF_CLI_ARGS_plan: '-no-color' }), damaged)
    else t.is((await world.tfsso([name], { cwd })).stderr, damaged)
  }
  fs.rmSync(`${lib}/shim.js`)
  t.true((await plan()).endsWith(`/shim.js is missing; run its install.sh again\n`))
})
