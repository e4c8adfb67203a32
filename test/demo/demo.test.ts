import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { execa } from 'execa'
import { installation, temporary } from '../rig/install.ts'
import { findTerraform } from '../rig/real-terraform.ts'
import { runInTerminal } from '../rig/terminal.ts'
import { needsTerraform } from '../rig/terraform.ts'
import { heavyUntilEnd } from '../rig/turn.ts'
import { hasEnded, until } from '../rig/until.ts'
import { writeProgram } from '../shim/programs.ts'

function pathWithoutTerraform(): string {
  withoutTerraform ??= makePath()
  return withoutTerraform
}
let withoutTerraform: string | undefined

function makePath(): string {
  const directory = temporary('tfsso-path-')
  for (const from of ['/usr/bin', '/bin']) {
    for (const name of fs.readdirSync(from)) {
      const link = path.join(directory, name)
      const wanted = name !== 'terraform' && name !== 'tofu'
      if (wanted && !fs.existsSync(link)) fs.symlinkSync(path.join(from, name), link)
    }
  }
  return directory
}

function machine(search: string) {
  const root = temporary('tfsso demo-')
  const directories = { HOME: path.join(root, 'home'), TMPDIR: path.join(root, 'tmp') }
  for (const directory of Object.values(directories)) fs.mkdirSync(directory)
  const env = {
    PATH: search,
    TERM: 'dumb',
    // The demo must ignore these settings.
    AWS_PROFILE: 'nope',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    TF_CLI_ARGS_plan: '-nope',
    TFSSO: 'off',
    CI: 'true',
    ...directories,
  }
  const left = () => Object.values(directories).flatMap((directory) => fs.readdirSync(directory))
  return { env, left, root }
}

const program = () => path.join(installation(), 'bin/tfsso')

needsTerraform('the demo works with the real terraform and leaves no files', async (t) => {
  await heavyUntilEnd(t)
  const { env, left, root } = machine(`${path.dirname(findTerraform() ?? '')}:/usr/bin:/bin`)
  const { exitCode, stdout, stderr } = await execa(program(), ['demo'], {
    env,
    extendEnv: false,
    cwd: root,
    reject: false,
    stdin: 'ignore',
  })
  t.is(exitCode, 0, stdout + stderr)
  t.is(stdout.match(/Apply complete!/g)?.length, 3)
  t.regex(stdout, /databases-mysql --/)
  t.regex(stdout, /zone of bb/)
  t.regex(stdout, /make -s -j3/)
  for (const state of [
    /bb-shared-terraform-backend\/dns\/terraform.tfstate\s+by shared \(111111111111\) as DevOps/,
    /bb-security-terraform-backend\/audit\/terraform.tfstate\s+by security \(222222222222\) as Auditor/,
    /bb-apps-devstg-terraform-backend\/database\/terraform.tfstate\s+by apps-devstg \(333333333333\) as DevOps/,
  ])
    t.regex(stdout, state)
  t.regex(stdout, /Session {5}bb at .*, valid until/)
  t.regex(stdout, /logged out/)
  t.regex(stdout, /Done: 1 login, 3 sets of role credentials/)
  t.deepEqual(left(), [])
})

test('Ctrl-C ends the demo at once, even while terraform hangs in init, and leaves no files', async (t) => {
  const { env, left, root } = machine(pathWithoutTerraform())
  const bin = path.join(root, 'bin')
  const started = path.join(root, 'started')
  writeProgram(
    path.join(bin, 'terraform'),
    `#!/bin/sh\necho $$ >'${started}.new'; mv '${started}.new' '${started}'; exec sleep 1000\n`,
  )
  const run = runInTerminal(program(), ['demo'], {
    cwd: root,
    env: { ...env, PATH: `${bin}:${env.PATH}` },
  })
  t.teardown(() => run.kill('SIGKILL'))
  await until(() => fs.existsSync(started))
  run.write('\x03')
  const { exitCode } = await run.exited
  t.is(exitCode, 130, run.screen)
  t.deepEqual(left(), [])
  const pid = fs.readFileSync(started, 'utf8').trim()
  await until(() => hasEnded(pid))
})

for (const [what, args, change, code, said] of [
  ['--browser needs somebody at a terminal', ['--browser'], {}, 77, /--browser needs somebody/],
  [
    'the demo needs a directory for temporary files',
    [],
    { TMPDIR: '/no such directory' },
    1,
    /^tfsso: A temporary file could not be created in \/no such directory \(ENOENT\)\.\n/,
  ],
] as const)
  test(what, async (t) => {
    const { env, left, root } = machine(pathWithoutTerraform())
    const { exitCode, stderr } = await execa(program(), ['demo', ...args], {
      env: { ...env, ...change },
      extendEnv: false,
      cwd: root,
      reject: false,
      stdin: 'ignore',
    })
    t.is(exitCode, code, stderr)
    t.regex(stderr, said)
    t.deepEqual(left(), [])
  })

test('--shell starts a logged-in shell in the project; Ctrl-C goes to the shell', async (t) => {
  const { env, left, root } = machine(pathWithoutTerraform())
  const run = runInTerminal(program(), ['demo', '--shell'], {
    env: { ...env, SHELL: '/bin/sh', PS1: 'ready> ' },
    cwd: root,
  })
  t.teardown(() => run.kill('SIGKILL'))
  await run.shows(/ready> $/)
  run.write('\x03')
  await run.shows(/ready> [^>]*ready> $/)
  // Before the child has started, Ctrl-C can get lost. So wait for the child's output: a word that the typed line does
  // not contain.
  run.write(`sh -c "echo asl''eep; exec sleep 600"\r`)
  await run.shows(/asleep/)
  run.write('\x03')
  await run.shows(/asleep[^>]*ready> $/)
  run.write('pwd; tfsso accounts; tfsso status | grep Session; exit 3\r')
  const { exitCode } = await run.exited
  t.is(exitCode, 0, run.screen)
  t.regex(run.screen, /\/le-tf-infra\s/)
  t.regex(run.screen, /security +222222222222 +Auditor +yes\s/)
  t.regex(run.screen, /Session {5}bb at .*, valid/)
  t.regex(run.screen, /Everything is removed now/)
  t.deepEqual(left(), [])
})

/**
 * Starts `tfsso demo --browser`, and kills it when the test ends. In place of the browser, a script sends what the
 * page's form would send.
 */
function browse(
  t: ExecutionContext,
  root: string,
  env: Record<string, string>,
  answer: 'allow' | 'deny',
) {
  const answerer = path.join(import.meta.dirname, 'answer.mjs')
  const script = `#!/bin/sh\nexec '${process.execPath}' '${answerer}' ${answer} "$1"\n`
  fs.writeFileSync(path.join(root, 'answer-login'), script, { mode: 0o755 })
  const run = runInTerminal(program(), ['demo', '--browser'], {
    cwd: root,
    env: { ...env, PATH: `${root}:${env.PATH}`, BROWSER: 'answer-login' },
  })
  t.teardown(() => run.kill('SIGKILL'))
  return run
}

test('--browser with TFSSO_LOGIN=pkce: the person answers on the page, and the demo ends with advice if the login is denied', async (t) => {
  const { env, left, root } = machine(pathWithoutTerraform())
  const { CI: _, ...person } = env
  const run = browse(t, root, { ...person, TFSSO_LOGIN: 'pkce' }, 'deny')
  t.is((await run.exited).exitCode, 77, run.screen)
  t.regex(run.screen, /Opening in your browser:\s+http:\/\/127\.0\.0\.1:\d+\/authorize/)
  t.regex(run.screen, /was denied\.\s+Run `tfsso demo --browser` again and allow it/)
  t.deepEqual(left(), [])
})

test('--browser, without terraform: the person answers on the page, and a stand-in prints how it was started', async (t) => {
  const { env, left, root } = machine(pathWithoutTerraform())
  const { CI: _, ...person } = env
  const run = browse(t, root, person, 'allow')
  t.is((await run.exited).exitCode, 0, run.screen)
  const screen = run.screen.replaceAll('\r', '')
  t.regex(screen, /There is no terraform or tofu on PATH/)
  t.regex(screen, /Opening in your browser[\s\S]*Check that the page shows the code/)
  t.regex(screen, /key ASIA\w+, secret \*\*\*\*, token \*\*\*\*$/m)
  t.regex(
    screen,
    /-var-file=shared\/config\/account.tfvars\n +-var-file=.*\n +-backend-config=shared/,
  )
  t.regex(screen, /profiles: .*bb-security-auditor/)
  t.deepEqual(left(), [])
})
