import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { configOf, configure, sections, textOf, withDefault } from '../configure/rig.ts'
import { accountsBlock, locals } from '../rig/account-lists.ts'
import { write } from '../rig/project.ts'
import { writeRepository } from '../rig/repository.ts'
import { makeWorld } from '../rig/world.ts'

test('if there is no AWS config, configure writes one that only the person can read, and shows all its lines', async (t) => {
  const world = await makeWorld(t)
  // configure must warn about keys for one of tfsso's profiles.
  const credentials = path.join(world.home, '.aws/credentials')
  write(credentials, '[bb-shared-devops]\naws_access_key_id = A\n')
  const shown = await configure(t, world)
  t.is(textOf(world), withDefault)
  t.is(fs.statSync(configOf(world)).mode & 0o777, 0o600)
  t.deepEqual(fs.readdirSync(path.dirname(configOf(world))), ['config', 'credentials'])
  const lines = withDefault.split('\n').slice(0, -1)
  t.is(
    shown,
    `tfsso: ${credentials} has keys for bb-shared-devops. Some tools use these keys instead of the profiles.
--- ${configOf(world)}
+++ ${configOf(world)}
@@ -0,0 +1,${lines.length} @@
${lines.map((line) => `+${line}\n`).join('')}tfsso: wrote ${configOf(world)}.
  Try: aws sts get-caller-identity --profile bb-apps-prd-devopsprd
`,
  )
})

for (const [what, args, exitCode, stderr] of [
  ['without a terminal', [], 77, /tfsso can't ask you: .*\n.*--yes/],
  ['with --dry-run', ['--dry-run'], 0, /^\+\[profile bb-shared-devops\]$/m],
  ['with --print', ['--print'], 0, /^$/],
] as const) {
  test(`${what} configure writes nothing`, async (t) => {
    const world = await makeWorld(t)
    write(configOf(world), '[default]\nregion = x\n')
    const result = await world.tfsso(['configure', ...args], { input: 'y\n' })
    t.is(result.exitCode, exitCode)
    t.regex(result.stderr, stderr)
    t.is(result.stdout, what === 'with --print' ? sections : '')
    t.is(textOf(world), '[default]\nregion = x\n')
    t.deepEqual(fs.readdirSync(path.dirname(configOf(world))), ['config'])
  })
}

test('configure prints the same in a layer whose account has no role as in any other directory', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('security/us-east-1/net')
  write(path.join(world.project, 'security/config/account.tfvars'), 'environment = "security"\n')
  const here = await world.tfsso(['configure', '--print'], { cwd })
  t.is(here.exitCode, 0, here.stderr)
  const above = await world.tfsso(['configure', '--print'])
  t.deepEqual([here.stdout, here.stderr], [above.stdout, above.stderr])
})

test('configure, also with --remove, does the same in a nested repository as in any other directory', async (t) => {
  const world = await makeWorld(t)
  const dev = locals({ account_name: 'dev', account_id: '111111111111' })
  const root = writeRepository(world, accountsBlock('from = "**/account.hcl"\nrole = "DevOps"'), {
    'live/account.hcl': dev,
    'live/net/main.tf': '',
    'live/sub/.git': 'gitdir: elsewhere\n',
    'live/sub/account.hcl': locals({ account_name: 'sub', account_id: '333333333333' }),
    'live/sub/net/main.tf': '',
    '.tree/.git': 'gitdir: elsewhere\n',
    '.tree/live/account.hcl': dev,
    '.tree/live/net/main.tf': '',
  })
  const directories = ['live/net', 'live/sub/net', '.tree/live/net']
  for (const [args, expected] of [
    [[], /^\[profile acme-dev-DevOps\]$/m],
    [['--remove'], /^$/],
  ] as const) {
    for (const directory of directories) {
      const cwd = path.join(root, directory)
      const { exitCode, stderr } = await world.tfsso(['configure', '--yes', ...args], { cwd })
      t.is(exitCode, 0, `${directory}: ${stderr}`)
      const text = fs.existsSync(configOf(world)) ? textOf(world) : ''
      t.regex(text, expected, directory)
      t.notRegex(text, /acme-sub/, directory)
    }
  }
})

test('in a terminal configure asks first, and writes nothing after an empty answer, Ctrl-D or Ctrl-C', async (t) => {
  const world = await makeWorld(t)
  for (const [answer, exitCode] of [
    ['\r', 1],
    ['\x04', 1],
    ['\x03', 130],
  ] as const) {
    const run = world.terminal('exec tfsso configure', { env: { TFSSO_LOGIN: 'never' } })
    await run.shows(/Apply these changes to .*\/\.aws\/config\? \[y\/N\] $/)
    t.false(fs.existsSync(configOf(world)))
    run.write(answer)
    t.is((await run.exited).exitCode, exitCode, JSON.stringify(answer))
    t.false(fs.existsSync(configOf(world)), JSON.stringify(answer))
    t.regex(run.screen, /^\x1b\[32m\+\[sso-session bb\]\x1b\[39m\r$/m)
  }
})

test('configure asks no question in CI, even in a terminal', async (t) => {
  const world = await makeWorld(t)
  const { exitCode, screen } = await world.inTerminal('tfsso configure', { env: { CI: 'true' } })
  t.is(exitCode, 77)
  t.regex(screen, /CI is set/)
})

test('if the AWS config changes while configure waits for an answer, configure asks again and keeps the change', async (t) => {
  const world = await makeWorld(t)
  write(configOf(world), '[default]\n')
  const run = world.terminal('tfsso configure')
  await run.shows(/\[y\/N\] $/)
  fs.appendFileSync(configOf(world), 'region = x\n')
  run.write('y\r')
  await run.shows(/has changed meanwhile[\s\S]*\[y\/N\] $/)
  run.write('yes\r')
  t.is((await run.exited).exitCode, 0)
  t.is(textOf(world), `[default]\nregion = x\n\n${sections}`)
})

test('if AWS_CONFIG_FILE names a link, configure writes to the link’s target and keeps the link', async (t) => {
  const world = await makeWorld(t)
  const real = write(path.join(world.root, 'dot files/aws config'), '[default]\n')
  fs.chmodSync(real, 0o640)
  const link = path.join(world.home, 'my config')
  fs.symlinkSync(real, link)
  const env = { AWS_CONFIG_FILE: '~/my config' }
  const { exitCode, stderr } = await world.tfsso(['configure', '--yes'], { env })
  t.is(exitCode, 0, stderr)
  t.is(fs.readlinkSync(link), real)
  t.is(fs.readFileSync(real, 'utf8'), `[default]\n\n${sections}`)
  t.is(fs.statSync(real).mode & 0o777, 0o640)
  t.is(fs.readFileSync(`${link}.tfsso-backup`, 'utf8'), '[default]\n')
  t.false(fs.existsSync(configOf(world)))
})

test('if configure runs several times at the same time, only one run writes the AWS config', async (t) => {
  const world = await makeWorld(t)
  write(configOf(world), '[default]\n')
  const all = await Promise.all([1, 2, 3].map(() => configure(t, world)))
  t.is(textOf(world), `[default]\n\n${sections}`)
  t.is(all.filter((shown) => /^tfsso: wrote /m.test(shown)).length, 1)
  t.deepEqual(fs.readdirSync(path.dirname(configOf(world))).sort(), [
    'config',
    'config.tfsso-backup',
  ])
})
