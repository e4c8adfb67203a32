import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import test from 'ava'
import { orElse } from '../../lib/text/attempt.ts'
import { startUrl, write } from '../rig/project.ts'
import { otherStartUrl } from '../rig/repository.ts'
import { give, needsUsers, victim, victimsWorld } from '../rig/users.ts'
import { makeWorld, type World } from '../rig/world.ts'

/* tfsso init in a repository that has no files of tfsso or Leverage. */

const accounts = [
  { name: 'Acme Prod', id: '222222222222', role: 'Deploy' },
  { name: 'acme-dev', id: '111111111111', role: 'PowerUser', roles: ['PowerUser', 'ReadOnly'] },
  { name: 'acme-audit', id: '333333333333', role: 'Auditor' },
]

function clone(world: World): string {
  const root = path.join(world.root, 'a clone')
  fs.mkdirSync(path.join(root, '.git'), { recursive: true })
  const layers = ['live/prod/net', 'live/prod/app', 'live/DEV/net', 'dev/prod/web', 'stacks/dns']
  for (const layer of [...layers, 'stacks/two\nlines'])
    write(path.join(root, layer, 'main.tf'), 'module "m" {\n  source = "../../../modules/m"\n}\n')
  write(path.join(root, 'modules/m/main.tf'), '')
  write(path.join(root, 'units/dev/web/terragrunt.hcl'), '')
  return root
}

const awsConfig = (world: World, text: string) => write(path.join(world.home, '.aws/config'), text)

const session = `[sso-session acme]
sso_start_url = ${startUrl}
sso_region = us-east-1
`

const expected = `sso "acme" {
  start_url = "${startUrl}"
  region    = "us-east-1"
}

account "acme-dev" {
  id    = "111111111111"
  paths = ["live/DEV", "units/dev"]
  # role = "…"   # your roles: PowerUser, ReadOnly
}

account "acme-prod" {
  id    = "222222222222"
  role  = "Deploy"
  paths = ["live/prod"]
}

# These accounts have no directory yet. Add paths to those that you need here.
# account "acme-audit" {
#   id   = "333333333333"
#   role = "Auditor"
# }

# No account's name fits these directories, so tfsso does nothing there:
#   stacks/dns
#   stacks/two?lines

# The names of several accounts fit these directories, so tfsso does nothing there. Add each to one account's paths:
#   dev/prod/web (acme-dev, acme-prod)
`

test('init uses the portal in the AWS config, and writes tfsso.hcl without a question only with --yes', async (t) => {
  const world = await makeWorld(t, { accounts })
  const root = clone(world)
  const file = path.join(root, 'tfsso.hcl')
  awsConfig(world, session)
  await world.logIn()
  const init = (args: string[], cwd = path.join(root, 'live/prod')) =>
    world.tfsso(['init', ...args], { cwd })

  const unasked = await init([])
  t.is(unasked.exitCode, 77, unasked.stderr)
  t.regex(unasked.stderr, /account "acme-prod" \{[\s\S]*Nothing was changed/)
  t.false(fs.existsSync(file))

  const { exitCode, stderr, stdout } = await init(['--yes'])
  t.deepEqual([exitCode, stdout], [0, ''], stderr)
  t.is(fs.readFileSync(file, 'utf8'), expected)
  t.regex(stderr, /wrote .*tfsso\.hcl/)

  const plan = (layer: string) => world.terraform(['plan'], { cwd: path.join(root, layer) })
  t.is((await plan('live/prod/net')).exitCode, 0)
  t.is(world.identity(world.lastStart().env), '222222222222 Deploy')
  const dev = await plan('live/DEV/net')
  t.is(dev.exitCode, 78)
  t.regex(dev.stderr, /account "acme-dev": role is missing/)
  t.is((await plan('stacks/dns')).exitCode, 0)
  t.is(world.identity(world.lastStart().env), 'nobody')

  const again = await init(['--yes'])
  t.is(again.exitCode, 0, again.stderr)
  t.regex(again.stderr, /nothing to change: .*tfsso\.hcl already exists/)
  t.is(fs.readFileSync(file, 'utf8'), expected)
  const late = await init(['--from', path.join(world.home, '.aws/config')])
  t.is(late.exitCode, 78)
  t.regex(late.stderr, /already exists/)

  const nothing = path.join(world.root, 'empty')
  fs.mkdirSync(nothing)
  t.regex((await init([], nothing)).stderr, /no files of Terraform or OpenTofu in .*empty/)
  t.regex((await init([], world.home)).stderr, /home is not a repository/)
  const outside = await world.tfsso(['configure'], { cwd: nothing })
  t.is(outside.exitCode, 78)
  t.regex(outside.stderr, /is in no project[\s\S]*tfsso init/)
})

test('in a terminal init asks for the portal, logs in, and then asks for a role and a confirmation', async (t) => {
  const world = await makeWorld(t, { accounts })
  const root = clone(world)
  const file = path.join(root, 'tfsso.hcl')
  const answer = async (last: string) => {
    const run = world.terminal('tfsso init', { cwd: root })
    for (const [question, answer] of [
      [/access portal/, startUrl],
      [/Region of IAM/, 'us-east-1'],
      [/Role for acme-dev \(PowerUser, ReadOnly/, 'ReadOnly'],
      [/account "acme-prod"[\s\S]*Write this file/, last],
    ] as const) {
      await run.shows(question)
      run.write(`${answer}\r`)
    }
    return (await run.exited).exitCode
  }
  t.is(await answer('n'), 1)
  t.false(fs.existsSync(file))
  t.is(await answer('y'), 0)
  t.regex(fs.readFileSync(file, 'utf8'), /"acme-dev" \{\n.*\n {2}role {2}= "ReadOnly"\n/)
})

test('init can use an AWS config file, without a session', async (t) => {
  const world = await makeWorld(t, { accounts })
  const root = clone(world)
  const config = awsConfig(
    world,
    `${session}
[profile acme-prod]
sso_session = acme
sso_account_id = 222222222222
sso_role_name = Deploy
region = eu-west-1
[profile prod-ro]
sso_session = acme
sso_account_id = 222222222222
sso_role_name = ReadOnly
[profile AuditorAccess-333333333333]
sso_start_url = ${otherStartUrl}
sso_region = us-east-1
sso_account_id = 333333333333
sso_role_name = AuditorAccess
[profile keys]
aws_access_key_id = x
[profile broken]
sso_session = gone
sso_account_id = 333333333333
sso_role_name = X
`,
  )
  const { exitCode, stderr } = await world.tfsso(['init', '--yes', '--from', config], { cwd: root })
  t.is(exitCode, 0, stderr)
  t.is(
    fs.readFileSync(path.join(root, 'tfsso.hcl'), 'utf8'),
    `sso "acme" {
  start_url = "${startUrl}"
  region    = "us-east-1"
}

sso "other" {
  start_url = "${otherStartUrl}"
  region    = "us-east-1"
}

account "acme-prod" {
  id       = "222222222222"
  sso      = "acme"
  role     = "Deploy"
  region   = "eu-west-1"
  paths    = ["dev/prod", "live/prod"]
  profiles = ["acme-prod"]
  profile "prod-ro" {
    role = "ReadOnly"
  }
}

account "account-333333333333" {
  id       = "333333333333"
  sso      = "other"
  role     = "AuditorAccess"
  profiles = ["AuditorAccess-333333333333"]
}

# No account's name fits these directories, so tfsso does nothing there:
#   live/DEV/net
#   stacks/dns
#   stacks/two?lines
#   units/dev/web

# tfsso could not use these profiles:
#   broken: there is no sso-session gone
`,
  )
  await world.logIn()
  t.is((await world.terraform(['plan'], { cwd: path.join(root, 'live/prod/net') })).exitCode, 0)
  t.is(world.identity(world.lastStart().env), '222222222222 Deploy')
  const gone = await world.tfsso(['init', '--from', 'gone'], { cwd: path.join(root, '..') })
  t.is(gone.exitCode, 78)
})

test('the person’s home is no repository, however HOME is written, and without HOME', async (t) => {
  const world = await makeWorld(t)
  const link = path.join(world.root, 'link')
  fs.symlinkSync(world.home, link)
  // `/` is never a repository. It stands in for the home of a user without a line in /etc/passwd.
  const registered = orElse(() => os.userInfo().homedir, '/')
  for (const [cwd, HOME] of [
    [world.home, `${world.home}/`],
    [world.home, link],
    [registered, undefined],
    [registered, ''],
  ] as const) {
    const { exitCode, stderr } = await world.tfsso(['init', '--from', 'x'], { cwd, env: { HOME } })
    t.is(exitCode, 78, HOME)
    t.regex(stderr, / is not a repository\.$/m, HOME)
  }
})

needsUsers('init --from needs neither HOME nor a line in /etc/passwd', async (t) => {
  const { world, as } = await victimsWorld(t)
  const root = clone(world)
  const profile = '[profile prod]\nsso_session = acme\nsso_account_id = 222222222222\n'
  const config = awsConfig(world, `${session}${profile}sso_role_name = Deploy\n`)
  give(victim, root, config)
  const { exitCode, stderr } = await world.tfsso(['init', '--yes', '--from', config], {
    cwd: root,
    env: { HOME: undefined },
    ...as,
  })
  t.is(exitCode, 0, stderr)
  t.true(fs.existsSync(path.join(root, 'tfsso.hcl')))
})
