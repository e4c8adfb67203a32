import fs from 'node:fs'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import type { FaultRule } from '../../emulator/server.ts'
import { followingBrowser } from '../rig/browser.ts'
import { temporary } from '../rig/install.ts'
import { hangMs } from '../rig/limits.ts'
import { needs } from '../rig/needs.ts'
import { asVariables, issueKeys } from '../rig/own-keys.ts'
import { write } from '../rig/project.ts'
import { type Exec, hasStrace, readTrace, traced } from '../rig/strace.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { cases, report } from './figures.ts'

/*
 * AWS and tfsso exchange secrets. This test looks for all of them in arguments, environments, output and files. The
 * function `look` knows the few places where secrets are allowed.
 */

const needsStrace = needs('strace', hasStrace)

interface Step {
  title: string
  /** a line of sh, run in a layer */
  line: string
  env?: Record<string, string>
  faults?: FaultRule[]
  before?(world: World): void
  exitCode?: number
  shows?: RegExp
  /** the line writes secrets into the file `printed` */
  prints?: true
}

/** Careless code would quote these answers in an error. */
const broken = [
  '{"accessToken":"leak-token-1","refreshToken":"leak-token-1", oops',
  'leak-token-2 is no JSON',
  '<html>leak-token-3</html>',
  '{"accessToken":"leak-token-4\\u0000","refreshToken":"leak-token-4","expiresIn":1e300}',
  '{"accessToken":{"leak-token-5":1},"expiresIn":"leak-token-5"}',
]
const brokenKeys = [
  '{"roleCredentials":{"accessKeyId":"leak-key-1","secretAccessKey":"leak-key-1", oops',
  'leak-key-2',
  '{"roleCredentials":{"accessKeyId":"A","secretAccessKey":"leak-key-3\\n","sessionToken":"leak-key-3","expiration":1e15}}',
  '{"roleCredentials":{"accessKeyId":"A","secretAccessKey":"leak-key-4","sessionToken":"leak-key-4","expiration":"leak-key-4"}}',
  '{"roleCredentials":"leak-key-5"}',
]
const planted = /leak-(token|key)-\d/

const drop = (world: World, ...names: string[]) => {
  for (const name of names) fs.rmSync(path.join(world.home, name), { recursive: true, force: true })
}
const credentialsGone = (world: World) =>
  drop(world, '.cache/tfsso/credentials', '.cache/tfsso/grants')
/** Writes a module for node that simulates a bug: an error when tfsso sets the time of the credentials' file. */
const failingWrite = () =>
  write(
    path.join(temporary('tfsso-failing-'), 'write.cjs'),
    "require('node:fs').futimesSync = () => { throw new TypeError('failing write') }\n",
  )
const process_ = `sh -c "$(sed -n '/profile bb-shared-devops/,/^region/s/^credential_process = //p' "$AWS_CONFIG_FILE")" >/dev/null`

function steps(browser: string): Step[] {
  const pkce = { TFSSO_LOGIN: 'pkce', BROWSER: browser }
  return [
    { title: 'a login with a code', line: 'tfsso login' },
    { title: 'a cold run', line: 'terraform plan' },
    { title: 'a warm run', line: 'terraform apply' },
    {
      title: 'a run whose terraform asks a credential process',
      line: 'terraform plan',
      env: { STANDIN_RUN: process_ },
      before: (world) => drop(world, '.cache/tfsso/credentials'),
    },
    {
      title: 'a run inside a run',
      line: 'terraform plan',
      env: { STANDIN_RUN: 'cd ../../../shared/global/dns && terraform plan' },
    },
    { title: 'exec', line: 'tfsso exec -- true' },
    { title: 'exec of another account', line: 'tfsso exec --account security -- true' },
    { title: 'env', line: 'tfsso env >"$HOME/printed"', prints: true },
    { title: 'env --json', line: 'tfsso env --json >"$HOME/printed"', prints: true },
    { title: 'status', line: 'tfsso status' },
    { title: 'status --json', line: 'tfsso status --json' },
    { title: 'configure', line: 'tfsso configure --yes' },
    { title: 'which', line: 'tfsso which' },
    { title: 'a login by PKCE', line: 'tfsso login --force', env: pkce },
    ...broken.slice(0, cases(5)).map(
      (body): Step => ({
        title: `a refresh that is answered with ${body}`,
        line: 'terraform plan </dev/null 2>&1 | cat',
        before: (world) => {
          credentialsGone(world)
          const directory = path.join(world.home, '.aws/sso/cache')
          for (const name of fs.readdirSync(directory).filter((one) => one.endsWith('.json'))) {
            const file = path.join(directory, name)
            const token = JSON.parse(fs.readFileSync(file, 'utf8'))
            fs.writeFileSync(
              file,
              JSON.stringify({ ...token, expiresAt: new Date(Date.now() + 60_000).toISOString() }),
            )
          }
        },
        faults: [
          {
            operation: 'CreateToken:refresh_token',
            status: 200,
            body,
            headers: { 'content-type': 'application/json' },
          },
        ],
      }),
    ),
    ...broken.slice(0, cases(4)).map(
      (body): Step => ({
        title: `a login that is answered with ${body}`,
        line: 'tfsso login --force; true',
        env: pkce,
        faults: [
          {
            operation: 'CreateToken:authorization_code',
            status: 200,
            body,
            headers: { 'content-type': 'application/json' },
          },
        ],
      }),
    ),
    ...brokenKeys.slice(0, cases(5)).map(
      (body): Step => ({
        title: `credentials that are answered with ${body}`,
        line: 'terraform plan; true',
        before: credentialsGone,
        faults: [
          {
            operation: 'GetRoleCredentials',
            status: 200,
            body,
            headers: { 'content-type': 'application/json' },
          },
        ],
      }),
    ),
    {
      title: 'AWS fails',
      line: 'terraform plan; true',
      before: credentialsGone,
      faults: [{ operation: 'GetRoleCredentials', times: 4, status: 500 }],
    },
    {
      title: 'a bug, with its stack',
      line: 'terraform plan; true',
      before: credentialsGone,
      env: { TFSSO_NODE_OPTIONS: `--require=${failingWrite()}` },
      shows: /this is a bug; .*\s+TypeError: failing write\s+at /,
    },
    { title: 'a run after the bug', line: 'terraform plan', before: credentialsGone },
    { title: 'logout', line: 'tfsso logout' },
  ]
}

function filesOf(home: string): { name: string; text: string; mode: number }[] {
  return fs
    .readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .map((file) => ({
      name: path.relative(home, file),
      text: fs.readFileSync(file, 'latin1'),
      mode: fs.statSync(file).mode & 0o777,
    }))
}

/** Only these files, with mode 0600, are allowed to contain a secret. */
const secretFiles =
  /^(\.aws\/sso\/cache\/[0-9a-f]{40}\.json|\.cache\/tfsso\/(grants\/.*\/\.tfsso\/[^/]+|credentials\/\d{12}\/[^/]+))$/

/**
 * Whether the program is terraform (or `true`), or starts after it. The environment of such a program can contain
 * terraform's keys.
 */
function isTerraforms(exec: Exec, all: readonly Exec[]): boolean {
  const real = all.find(({ file }) => file.includes('/real bin/') || file.endsWith('/bin/true'))
  return real !== undefined && all.indexOf(exec) >= all.indexOf(real)
}

function look(t: ExecutionContext, world: World, step: Step, all: Exec[], shown: string): number {
  const secrets = [...world.emulator.secrets].filter((secret) => secret.length > 4)
  const find = (text: string, what: string) => {
    const found = secrets.filter((secret) => text.includes(secret))
    t.deepEqual(found, [], `${step.title}: ${what}`)
    t.false(
      planted.test(text),
      `${step.title}: ${what} has a planted secret:\n${text.slice(0, 2000)}`,
    )
  }
  find(shown, 'on the terminal')
  for (const exec of all) {
    find(exec.argv, `arguments of ${exec.file}`)
    const isNode = exec.argv.includes('lib/cli.js')
    if (isNode || !isTerraforms(exec, all))
      find(exec.env, `environment of ${exec.file} ${exec.argv}`)
    if (isNode) t.is(exec.core, '0', `${step.title}: a core file of node would hold secrets`)
  }
  for (const { name, text, mode } of filesOf(world.home)) {
    if (secretFiles.test(name)) t.is(mode, 0o600, name)
    else if (!(step.prints && name === 'printed')) find(text, `in ~/${name}`)
  }
  drop(world, 'printed')
  return all.length
}

needsStrace('secrets are only in the few places where they must be', async (t) => {
  t.timeout(10 * hangMs)
  const world = await makeWorld(t, { pollInterval: 0.01 })
  const cwd = world.layer('apps-prd/us-east-1/net', '# profile = "bb-shared-devops"\n')
  world.layer('shared/global/dns')
  const browser = followingBrowser()
  const log = path.join(world.root, 'trace')
  // A browser does not need the person's own keys, so tfsso must not pass them on to it.
  const own = asVariables(issueKeys(world, '999999999999', 'Own'))
  const all = steps(browser.command)
  let programs = 0
  let browsers = 0
  for (const step of all) {
    step.before?.(world)
    for (const fault of step.faults ?? []) world.emulator.fault(fault)
    const { exitCode, screen } = await world.inTerminal(traced(log, step.line), {
      cwd,
      env: { TFSSO_DEBUG: '1', ...own, ...step.env },
    })
    t.is(exitCode, step.exitCode ?? 0, `${step.title}: ${screen}`)
    if (step.shows) t.regex(screen, step.shows, step.title)
    const trace = readTrace(log)
    programs += look(t, world, step, trace, screen)
    for (const { env } of trace.filter(({ file }) => file === browser.command)) {
      browsers++
      t.false(
        env.includes(own.AWS_SECRET_ACCESS_KEY ?? '-'),
        `${step.title}: the browser's environment`,
      )
    }
  }
  t.true(browsers > 0 && browser.endings().length > 0)
  t.deepEqual(
    filesOf(world.home).filter(({ name }) => secretFiles.test(name) && !name.includes('sso/cache')),
    [],
    'a logout leaves none',
  )
  report({
    attack: `${world.emulator.secrets.size} secrets are searched for after commands and failures with TFSSO_DEBUG=1 (${programs} programs were started)`,
    tries: all.length,
    outcome:
      'found only in the files of token, grants and credentials (0600) and in terraform’s environment; never in an argument, another environment or file, or the output; node leaves no core file',
  })
})
