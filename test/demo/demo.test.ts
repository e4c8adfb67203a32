import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { execa } from 'execa'
import { installation, temporary } from '../rig/install.ts'
import { findTerraform } from '../rig/real-terraform.ts'
import { runInTerminal } from '../rig/terminal.ts'
import { needsTerraform } from '../rig/terraform.ts'

/** A PATH with everything but terraform and tofu. */
function pathWithoutTerraform(): string {
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
    // What would lead elsewhere if it were kept.
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

needsTerraform('the demo shows it all with the real terraform, and leaves nothing', async (t) => {
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

test('without terraform a stand-in shows what it is started with, secrets masked', async (t) => {
  const { env, left, root } = machine(pathWithoutTerraform())
  const { exitCode, stdout, stderr } = await execa(program(), ['demo'], {
    env,
    extendEnv: false,
    cwd: root,
    reject: false,
    stdin: 'ignore',
  })
  t.is(exitCode, 0, stdout + stderr)
  t.regex(stdout, /There is no terraform or tofu on PATH/)
  t.regex(stdout, /key ASIA\w+, secret \*\*\*\*, token \*\*\*\*$/m)
  t.regex(
    stdout,
    /-var-file=shared\/config\/account.tfvars\n +-var-file=.*\n +-backend-config=shared/,
  )
  t.regex(stdout, /profiles: .*bb-security-auditor/)
  t.deepEqual(left(), [])
})

test('Ctrl-C in the middle leaves nothing', async (t) => {
  const { env, left, root } = machine(pathWithoutTerraform())
  const run = runInTerminal(program(), ['demo'], { cwd: root, env })
  t.teardown(() => run.kill('SIGKILL'))
  await run.shows(/terraform init/)
  run.write('\x03')
  const { exitCode } = await run.exited
  t.is(exitCode, 130)
  t.deepEqual(left(), [])
})

test('--browser needs a person', async (t) => {
  const { env, left, root } = machine(pathWithoutTerraform())
  const { exitCode, stderr } = await execa(program(), ['demo', '--browser'], {
    env,
    extendEnv: false,
    cwd: root,
    reject: false,
    stdin: 'ignore',
  })
  t.is(exitCode, 77)
  t.regex(stderr, /--browser needs a person/)
  t.deepEqual(left(), [])
})

test('--shell: a shell in the project, logged in, until exit', async (t) => {
  const { env, left, root } = machine(pathWithoutTerraform())
  const { exitCode, stdout, stderr } = await execa(program(), ['demo', '--shell'], {
    env: { ...env, SHELL: '/bin/sh' },
    extendEnv: false,
    cwd: root,
    reject: false,
    input: 'pwd\ntfsso accounts\ntfsso status | grep Session\nexit 3\n',
  })
  t.is(exitCode, 0, stdout + stderr)
  t.regex(stdout, /\/le-tf-infra$/m)
  t.regex(stdout, /^security +222222222222 +Auditor +yes$/m)
  t.regex(stdout, /Session {5}bb at .*, valid/)
  t.regex(stdout, /All of it is removed now/)
  t.deepEqual(left(), [])
})

for (const [setting, shown] of [
  [undefined, /Check that it shows the code/],
  ['pkce', /Opening in your browser: http:\/\/127\.0\.0\.1:\d+\/authorize/],
] as const)
  test(`--browser with TFSSO_LOGIN=${setting}: the person answers on the page`, async (t) => {
    const { env, left, root } = machine(pathWithoutTerraform())
    const { CI: _, ...rest } = env
    const person = { ...rest, ...(setting ? { TFSSO_LOGIN: setting } : {}) }
    // In place of a browser: what the page's form would send.
    const script = `#!/bin/sh\nexec '${process.execPath}' '${path.join(import.meta.dirname, 'allow.mjs')}' "$1"\n`
    fs.writeFileSync(path.join(root, 'allow-login'), script, { mode: 0o755 })
    const run = runInTerminal(program(), ['demo', '--browser'], {
      cwd: root,
      env: { ...person, PATH: `${root}:${env.PATH}`, BROWSER: 'allow-login' },
    })
    const { exitCode } = await run.exited
    t.is(exitCode, 0, run.screen)
    t.regex(run.screen, /Opening in your browser/)
    t.regex(run.screen, shown)
    t.deepEqual(left(), [])
  })
