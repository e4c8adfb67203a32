import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { findLink } from '../../lib/commands/console/command.ts'
import { Problem, renderProblem } from '../../lib/text/problem.ts'
import { write } from '../rig/project.ts'
import { until } from '../rig/until.ts'
import { makeWorld, type World } from '../rig/world.ts'

/** The portal, and the account, role and page that a link opens. */
function partsOf(link: string) {
  const [portal = '', query = ''] = link.trimEnd().split('/#/console?')
  const all = Object.fromEntries(new URLSearchParams(query))
  return [portal, all.account_id, all.role_name, new URL(all.destination ?? '').pathname]
}

const portal = 'https://example.awsapps.com/start'

/** directory, arguments, environment → account id, role, path in the console */
const rows: [string, Parameters<typeof findLink>[0], Record<string, string>, string[]][] = [
  ['layer', {}, {}, ['222222222222', 'DevOpsPrd', '/console/home']],
  ['layer', { where: 's3' }, {}, ['222222222222', 'DevOpsPrd', '/s3/home']],
  ['layer', { where: '/ec2/home#Instances:' }, {}, ['222222222222', 'DevOpsPrd', '/ec2/home']],
  ['layer', { role: 'ReadOnly' }, {}, ['222222222222', 'ReadOnly', '/console/home']],
  ['layer', {}, { TFSSO_ROLE: 'ReadOnly' }, ['222222222222', 'ReadOnly', '/console/home']],
  ['layer', { account: 'shared' }, {}, ['111111111111', 'DevOps', '/console/home']],
  [
    'layer',
    { account: 'shared' },
    { TFSSO_ROLE: 'ReadOnly' },
    ['111111111111', 'DevOps', '/console/home'],
  ],
  ['project', { account: 'apps-prd' }, {}, ['222222222222', 'DevOpsPrd', '/console/home']],
  ['no role', { account: 'apps-prd' }, {}, ['222222222222', 'DevOpsPrd', '/console/home']],
  [
    'no role',
    { account: 'shared', role: 'ReadOnly' },
    {},
    ['111111111111', 'ReadOnly', '/console/home'],
  ],
]

test('the link of console leads to the account, role and page, and AWS gets no request', async (t) => {
  const world = await makeWorld(t)
  const at: Record<string, string> = {
    layer: world.layer('apps-prd/us-east-1/net'),
    project: world.project,
    'no role': world.layer('security/us-east-1/net'),
  }
  write(path.join(world.project, 'security/config/account.tfvars'), 'environment = "security"\n')
  for (const [where, asked, env, expected] of rows) {
    const { link } = await findLink(asked, at[where] as string, world.env(env))
    t.deepEqual(partsOf(link), [portal, ...expected], JSON.stringify(asked))
  }
  const args = ['console', '--print', '--account', 'shared', '--role', 'ReadOnly', 's3']
  const { exitCode, stdout, stderr } = await world.tfsso(args)
  t.deepEqual([exitCode, stderr], [0, ''])
  t.deepEqual(partsOf(stdout), [portal, '111111111111', 'ReadOnly', '/s3/home'])
  t.is(world.emulator.calls.length, 0)
})

function notingBrowser(world: World) {
  const command = path.join(world.root.replaceAll(' ', '-'), 'browser')
  const notes = path.join(world.root, 'opened')
  fs.mkdirSync(path.dirname(command), { recursive: true })
  fs.writeFileSync(
    command,
    `#!/bin/sh\nprintf '%s\\n' "$1" >'${notes}.tmp'; mv '${notes}.tmp' '${notes}'\n`,
    {
      mode: 0o755,
    },
  )
  return { command, notes }
}

test('console opens the browser. If there is no browser or it can’t be started, console prints the link', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  const { command, notes } = notingBrowser(world)
  t.teardown(() => fs.rmSync(path.dirname(command), { recursive: true }))
  const printed = await world.tfsso(['console', '--print', 's3'], { cwd })
  const opened = await world.tfsso(['console', 's3'], { cwd, env: { BROWSER: command } })
  t.deepEqual([opened.exitCode, opened.stdout], [0, ''])
  t.is(opened.stderr, 'tfsso: opened in your browser: apps-prd (222222222222) as DevOpsPrd\n')
  await until(() => fs.existsSync(notes))
  t.is(fs.readFileSync(notes, 'utf8'), printed.stdout)

  const nobody = { BROWSER: undefined, DISPLAY: undefined, WAYLAND_DISPLAY: undefined }
  const none = await world.tfsso(['console', 's3'], { cwd, env: nobody })
  t.deepEqual([none.exitCode, none.stdout, none.stderr], [0, printed.stdout, ''])
  const broken = await world.tfsso(['console', 's3'], { cwd, env: { BROWSER: '/nowhere/browser' } })
  t.deepEqual([broken.exitCode, broken.stdout], [0, printed.stdout])
  t.regex(broken.stderr, /no browser could be started/)
})

test('if the layer’s account has no role, console lists the person’s roles there', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  write(path.join(world.project, 'apps-prd/config/account.tfvars'), 'environment = "apps-prd"\n')
  await world.logIn()
  const link = findLink({}, cwd, world.env())
  const problem = await t.throwsAsync(link, { instanceOf: Problem })
  t.is(problem?.advice.at(-1), 'Your roles in apps-prd: DevOpsPrd, ReadOnly.')
})

test('console exits with 78 for an unknown account or role, and with 1 for an invalid page', async (t) => {
  const world = await makeWorld(t)
  write(
    path.join(world.project, 'unlisted/config/account.tfvars'),
    'environment = "unlisted"\nsso_role = "A"\n',
  )
  for (const [asked, code, said] of [
    [{}, 78, /in no layer.*\n {2}Go to a layer, or name an account with --account: apps-prd, /],
    [{ account: 'nope' }, 78, /has no account nope\.\n {2}Its accounts are: apps-prd, /],
    [{ account: 'shared', role: 'a b' }, 78, /The role is "a b"/],
    [
      { account: 'unlisted', role: 'ReadOnly' },
      78,
      /environment is "unlisted", which is not in accounts/,
    ],
    [{ account: 'shared', where: 'S 3' }, 1, /S 3 is neither a service nor a path/],
  ] as const) {
    const link = findLink(asked, world.project, world.env())
    const problem = await t.throwsAsync(link, { instanceOf: Problem })
    t.is(problem?.code, code, JSON.stringify(asked))
    t.regex(problem ? renderProblem(problem) : '', said)
  }
})
