import fs from 'node:fs'
import https from 'node:https'
import net, { type AddressInfo } from 'node:net'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { execa } from 'execa'
import { examine as runDoctor } from '../../lib/doctor/examine.ts'
import type { Check, Report } from '../../lib/doctor/report.ts'
import { describeSelf } from '../../lib/process/identity.ts'
import { copyInstallation, temporary } from '../rig/install.ts'
import { defaultAccounts, write } from '../rig/project.ts'
import { shareWorld } from '../rig/shared-world.ts'
import { longAgo, putToken, secretsShown, tokenFile } from '../rig/token.ts'
import { makeWorld, type RunOptions, type World } from '../rig/world.ts'

// test/unit/doctor tries each finding by itself. Most tests here are serial, because each starts a dozen processes.

/** This shell reads none of the tester's startup files. */
const plain = { SHELL: '/bin/sh' }

async function examine(
  t: ExecutionContext,
  world: World,
  options: RunOptions = {},
  line = 'tfsso doctor --json',
) {
  const env = { ...plain, ...options.env }
  const { exitCode, stdout, stderr } = await world.run('/bin/sh', ['-c', line], { ...options, env })
  t.is(stderr, '')
  const report: Report = JSON.parse(stdout)
  t.is(exitCode, report.broken > 0 ? 1 : 0)
  t.deepEqual(secretsShown(world, stdout), [])
  for (const { status, message, advice } of report.checks)
    t.is(advice.length > 0, status === 'broken' || status === 'warning', message)
  return report
}

/** Returns the group's warnings and broken checks, each as `status check: message`. */
function wrong({ checks }: Report, group: Check['group']): string[] {
  return checks
    .filter((check) => check.group === group && !['ok', 'skipped'].includes(check.status))
    .map(({ status, check, message }) => `${status} ${check}: ${message}`)
}

const find = ({ checks }: Pick<Report, 'checks'>, name: string, subject?: string) =>
  checks.find(
    ({ check, subject: about }) => check === name && (subject === undefined || about === subject),
  )

const good = shareWorld(async (world) => {
  write(path.join(world.home, '.profile'), `. "${world.prefix}/env"\n`)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  return { world, cwd }
})

test.serial('doctor exits with 0 for a good installation, also with --json', async (t) => {
  const { world, cwd } = await good(t)
  // Doctor must not warn about the keys that `tfsso env` has set.
  const report = await examine(t, world, { cwd }, 'eval "$(tfsso env)" && tfsso doctor --json')
  t.deepEqual(
    report.checks.filter(({ status }) => status === 'broken'),
    [],
  )
  for (const group of ['path', 'session', 'aws', 'project', 'locks'] as const) {
    const own = wrong(report, group).filter((line) => !/login-shell/.test(line))
    t.deepEqual(own, [], group)
  }
  // In this environment, only the emulator's address is unusual.
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

  const inColors = await world.inTerminal('tfsso doctor', { env: plain })
  t.regex(inColors.screen, /\x1b\[32mok/)
  const { screen, exitCode } = await world.inTerminal('tfsso doctor --no-color', { env: plain })
  t.is(exitCode, 0)
  t.notRegex(screen, /\x1b\[\d+m/)
  const text = screen.replaceAll('\r', '')
  for (const title of ['Installation', 'PATH', 'Session', 'AWS', 'Environment', 'Project', 'Locks'])
    t.regex(text, new RegExp(`^${title}$`, 'm'))
  t.regex(text, /^ {2}ok {7}apps-prd \(222222222222\) as DevOpsPrd$/m)
  t.regex(text, /^Nothing is broken; \d+ warnings?\.$/m)
})

test.serial('doctor changes nothing and never logs in', async (t) => {
  const { world, cwd } = await good(t)
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
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
  const counts = world.emulator.counts()
  for (const operation of ['RegisterClient', 'GetRoleCredentials'])
    t.is(counts[operation], calls[operation], operation)
  for (const operation of ['ListAccounts', 'CreateToken'])
    t.is(counts[operation], (calls[operation] ?? 0) + 1, operation)
})

test.serial('doctor finds everything that is wrong, in one run', async (t) => {
  const more = ['dev', 'one', 'two'].map((name, at) => ({
    name,
    id: `44444444444${at}`,
    role: 'X',
  }))
  const world = await makeWorld(t, { accounts: [...defaultAccounts, ...more] })
  const at = (name: string) => path.join(world.project, name)
  const real = path.join(world.root, 'real bin')
  const secret = 'FOREIGNSECRET'

  // a login shell whose PATH has another terraform before the shim
  const own = path.join(world.root, 'brew bin')
  fs.mkdirSync(own)
  fs.copyFileSync(path.join(real, 'terraform'), path.join(own, 'terraform'))
  const line = `. "${world.prefix}/env"`
  write(path.join(world.home, '.profile'), `echo Welcome\n${line}\nPATH="${own}:$PATH"\n`)
  fs.appendFileSync(at('shared/config/account.tfvars'), 'x = \n')
  fs.writeFileSync(at('apps-prd/config/account.tfvars'), 'environment = "apps-prod"\n')
  fs.writeFileSync(at('security/config/backend.tfvars'), 'profile = "a" "b"\n')
  world.layer('dev/us-east-1/net', 'provider "aws" {\n  profile = "lost"\n}\n')
  for (const name of ['one', 'two'])
    write(at(`${name}/config/backend.tfvars`), 'profile = "me-bootstrap"\n')
  world.emulator.settings.clockOffsetMs = -60_000
  await world.logIn()
  world.emulator.revokeSessions()
  fs.chmodSync(tokenFile(world), 0o644)
  const lock = tokenFile(world).replace(/\.json$/, '.tfsso-lock')
  write(path.join(lock, '1'), JSON.stringify({ ...(await describeSelf()), pid: 2 ** 22 + 1 }))
  const cache = path.join(world.home, '.cache/tfsso')
  fs.mkdirSync(cache, { recursive: true })
  fs.chmodSync(cache, 0o755)
  const unreadable = path.join(cache, 'configure-lock')
  fs.symlinkSync('configure-lock', unreadable)
  const report = await examine(t, world, {
    env: {
      PATH: `${real}:${world.prefix}/shims:${world.prefix}/bin:/usr/bin:/bin`,
      AWS_PROFILE: 'other',
      AWS_SECRET_ACCESS_KEY: secret,
      AWS_ROLE_ARN: 'arn',
      TF_CLI_ARGS_plan: `-var-file=x -var password=${secret}`,
    },
  })

  t.false(JSON.stringify(report).includes(secret))
  for (const from of ['process', 'sh', 'make']) {
    t.regex(find(report, from)?.message ?? '', /real bin\/terraform, which comes before tfsso's/)
    t.is(find(report, from)?.subject, `${real}/terraform`)
  }
  const shadowed = find(report, 'login-shell')
  t.is(shadowed?.status, 'broken')
  t.is(shadowed?.subject, path.join(own, 'terraform'))
  t.regex(
    shadowed?.message ?? '',
    /brew bin\/terraform, which comes before tfsso's .*\/shims\/terraform/,
  )
  t.true(shadowed?.advice.at(-1)?.endsWith(line))
  const inProject = [
    /^broken sso_role: .*apps-prd\/config\/account\.tfvars: sso_role is missing/,
    /^broken environment: .*"apps-prod", which is not in accounts/,
    /^broken syntax: .*security\/config\/backend\.tfvars, line 1, column/,
    /^broken syntax: .*shared\/config\/account\.tfvars, line 3, column/,
    /^broken claimants: The profile me-bootstrap .*: one, two\.$/,
    /^warning \S+: .*lost.* in no account of .*: dev\/us-east-1\/net\.$/,
  ]
  const project = wrong(report, 'project')
  t.is(project.length, inProject.length, project.join('\n'))
  for (const [at, pattern] of inProject.entries()) t.regex(project[at] ?? '', pattern)
  const session = find(report, 'session')
  t.is(session?.status, 'warning')
  t.regex(session?.message ?? '', /AWS refuses it/)
  t.is(find(report, 'clock')?.status, 'warning')
  t.regex(find(report, 'clock')?.message ?? '', /6\d s ahead of AWS's/)
  t.is(find(report, 'tokens')?.status, 'warning')
  t.deepEqual(find(report, 'tokens')?.advice, [`chmod 600 '${tokenFile(world)}'`])
  t.deepEqual(
    report.checks.filter(({ check }) => check === 'credentials').map(({ subject }) => subject),
    ['AWS_PROFILE', 'AWS_ROLE_ARN', 'AWS_SECRET_ACCESS_KEY'],
  )
  t.is(find(report, 'arguments')?.status, 'warning')
  t.regex(find(report, 'lock', lock)?.message ?? '', /left by process 4194305, which has ended/)
  t.is(find(report, 'lock', unreadable)?.status, 'broken')
  t.is(find(report, 'cache')?.status, 'warning')

  // These faults hide some of the findings above.
  fs.appendFileSync(at('config/common.tfvars'), 'oops = \n')
  const tester = process.getuid?.()
  if (tester === 0) fs.chownSync(cache, 65534, 65534)
  const hidden = await examine(
    t,
    world,
    { env: { PATH: `${real}:/usr/bin:/bin`, TFSSO_TERRAFORM: '/nowhere' } },
    `'${world.prefix}/bin/tfsso' doctor --json`,
  )
  for (const from of ['process', 'sh', 'make']) {
    t.regex(find(hidden, from)?.message ?? '', /real bin\/terraform: tfsso's .* is not on PATH/)
    t.is(find(hidden, from)?.status, 'broken')
  }
  t.regex(find(hidden, 'real', 'terraform')?.message ?? '', /no program at \/nowhere/)
  const [syntax = '', ...others] = wrong(hidden, 'project')
  t.regex(syntax, /^broken syntax: .*config\/common\.tfvars, line/)
  t.is(others.length, 4, others.join('\n'))
  t.is(find(hidden, 'session')?.status, 'skipped')
  t.is(find(hidden, 'aws')?.status, 'skipped')
  t.is(find(hidden, 'cache')?.status, tester === 0 ? 'broken' : 'warning')
})

test.serial(
  'doctor works with an invalid token, without HOME, and with SSO switched off',
  async (t) => {
    const world = await makeWorld(t)
    world.emulator.settings.clockOffsetMs = 3_600_000
    write(tokenFile(world), '{')
    const invalid = await examine(t, world)
    t.regex(find(invalid, 'session')?.message ?? '', /contains no valid token/)
    t.is(find(invalid, 'clock')?.status, 'broken')
    t.regex(find(invalid, 'clock')?.message ?? '', /60 min behind AWS's/)

    const homeless = await examine(t, world, { env: { HOME: undefined } })
    t.is(find(homeless, 'home')?.status, 'broken')
    t.regex(find(homeless, 'home')?.message ?? '', /^HOME is not set/)

    const link = path.join(world.root, 'link')
    fs.symlinkSync('/scratch/nowhere', link)
    const unmounted = await examine(t, world, { env: { XDG_CACHE_HOME: link } })
    t.is(find(unmounted, 'cache')?.status, 'broken')
    t.is(
      find(unmounted, 'cache')?.message,
      `${link} is a link to /scratch/nowhere, which does not exist.`,
    )

    const asked = world.emulator.calls.length
    const file = path.join(world.project, 'config/common.tfvars')
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('= true', '= false'))
    const off = await examine(t, world, { env: { HOME: undefined, AWS_PROFILE: 'mine' } })
    t.is(off.broken, 0)
    t.is(find(off, 'session')?.status, 'skipped')
    t.is(find(off, 'credentials', 'AWS_PROFILE')?.status, 'ok')
    t.is(world.emulator.calls.length, asked, 'with SSO off AWS is asked nothing')
  },
)

test.serial('outside a project doctor makes the checks that need no project', async (t) => {
  const world = await makeWorld(t)
  const from = async (directory: string) => ({
    checks: await runDoctor({
      directory,
      prefix: world.prefix,
      version: '1.0.0',
      env: world.env(plain),
      shell: plain.SHELL,
    }),
  })
  const outside = await from(world.root)
  t.deepEqual(
    outside.checks.filter(({ status }) => status === 'broken'),
    [],
  )
  t.is(find(outside, 'project')?.status, 'skipped')
  t.is(find(outside, 'aws')?.status, 'skipped')
  const lonely = path.join(world.root, 'lonely')
  write(path.join(lonely, 'config/account.tfvars'), '')
  t.regex(
    find(await from(lonely), 'project')?.message ?? '',
    /^There is no config\/common\.tfvars above/,
  )
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
  const table = [
    ['https://oidc.us-east-1.invalid', /\(dns\): .*us-east-1\.invalid/, 'dns'],
    [`https://127.0.0.1:${await portOf(secure)}`, /\(tls\): .*SELF_SIGNED/, 'tls'],
    [`http://127.0.0.1:${await portOf(silent)}`, /\(timeout\): /, 'timeout'],
    [`http://127.0.0.1:${await portOf(portal)}`, /HTTP 403\) did not come from AWS/, 'other'],
  ] as const
  // In each run both services fail.
  await Promise.all(
    [
      { oidc: table[0], portal: table[1] },
      { oidc: table[2], portal: table[3] },
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
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const options = ['req', '-x509', ...key, '-days', '2', '-subj', '/CN=x']
  await execa('openssl', [...options, '-keyout', at('key'), '-out', at('cert')])
  return { key: fs.readFileSync(at('key')), cert: fs.readFileSync(at('cert')) }
}

test.serial('doctor finds a damaged installation and a missing Node.js', async (t) => {
  const prefix = copyInstallation()
  const world = await makeWorld(t, { prefix, emptyHome: true })
  fs.writeFileSync(`${prefix}/libexec/node-path`, '/opt/gone/node\n')
  const part = `${prefix}/libexec/make-grant.sh`
  fs.renameSync(part, `${part}.gone`)
  const others = ['libexec/forget-rest-of-terraform.sh', 'libexec/refuse.sh', 'lib/p-limit.js']
  for (const name of others) fs.renameSync(`${prefix}/${name}`, `${prefix}/${name}.gone`)
  fs.chmodSync(`${prefix}/shims/terraform`, 0o777)
  const report = await examine(t, world)
  t.regex(find(report, 'node-recorded')?.message ?? '', /\/opt\/gone\/node, is gone/)
  t.is(find(report, 'files')?.status, 'broken')
  for (const name of ['libexec/make-grant.sh', ...others])
    t.true(find(report, 'files')?.message.includes(name), name)
  const real = report.checks.filter(({ check, status }) => check === 'real' && status === 'broken')
  t.notRegex(real.flatMap(({ advice }) => advice).join(), /unset/)
  for (const name of others) fs.renameSync(`${prefix}/${name}.gone`, `${prefix}/${name}`)
  t.regex(find(report, 'files-open')?.message ?? '', /shims\/terraform/)

  const cwd = world.layer('apps-prd/us-east-1/net')
  const lib = fs.realpathSync(`${prefix}/lib`)
  fs.writeFileSync(path.join(lib, '../main.wasm.gz'), 'invalid')
  t.regex(
    (await world.tfsso(['status'], { cwd })).stderr,
    /^tfsso: The parser of HCL cannot start: .*\n {2}tfsso's installation is damaged: .*\n$/,
  )
  for (const [name, what] of [
    ['../main.wasm.gz', 'missing'],
    ['hcl2json.js', 'invalid'],
    ['tfsso.js', 'missing'],
  ] as const) {
    const file = path.join(lib, name)
    fs.rmSync(file, { force: true })
    if (what === 'invalid') fs.writeFileSync(file, 'cut off (')
    const { exitCode, stderr } = await world.tfsso(['status'], { cwd })
    t.deepEqual(
      [exitCode, stderr],
      [1, `tfsso: the installation is damaged: ${file} is ${what}; run its install.sh again\n`],
    )
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
