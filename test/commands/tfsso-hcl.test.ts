import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { startUrl, write } from '../rig/project.ts'
import { otherStartUrl, ssoBlock, writeRepository } from '../rig/repository.ts'
import { signIn } from '../rig/token.ts'
import { makeWorld } from '../rig/world.ts'

/* The commands of tfsso in a repository with a tfsso.hcl. */

const account = (name: string, id: string, role: string, lines: string) =>
  `account "${name}" {\n  id   = "${id}"\n  role = ${role}\n${lines}\n}\n`

const hcl = [
  ssoBlock('acme'),
  ssoBlock('other', otherStartUrl),
  account(
    'prod',
    '222222222222',
    '"DevOpsPrd"',
    'sso = "acme"\npaths = ["envs/prod"]\nprofiles = ["acme-prod"]\nprofile "prod-ro" {\nrole = "ReadOnly"\n}',
  ),
  account(
    'shared',
    '111111111111',
    '["Nobody", "DevOps"]',
    'sso = "acme"\npaths = ["envs/shared"]',
  ),
  account(
    'beta',
    '333333333333',
    '"Auditor"',
    'sso = "other"\nregion = "eu-west-1"\npaths = ["envs/beta"]',
  ),
  account(
    'by-name',
    '222222222222',
    '"ReadOnly"',
    'sso = "acme"\npaths = ["stacks"]\nworkspaces = ["prod"]',
  ),
  account(
    'by-default',
    '111111111111',
    '"DevOps"',
    'sso = "acme"\npaths = ["stacks"]\nworkspaces = ["default"]',
  ),
].join('')

test('in a repository with a tfsso.hcl, status, login --portal, configure, accounts, exec, console, each and doctor work', async (t) => {
  const world = await makeWorld(t)
  const root = writeRepository(world, hcl, {
    'envs/prod/main.tf': 'provider "aws" {\n  profile = "acme-shared-Nobody"\n}\n',
    'envs/shared/a/main.tf': '',
    'envs/shared/b/main.tf': '',
    'envs/beta/main.tf': '',
    'stacks/main.tf': '',
    'stacks/.terraform/environment': 'prod',
  })
  const at = (name: string) => path.join(root, name)
  const tfsso = async (line: string, name = '') => {
    const { exitCode, stdout, stderr } = await world.tfsso(line.split(' '), { cwd: at(name) })
    return { exitCode, stdout, stderr }
  }
  const good = async (line: string, name?: string) => {
    const { exitCode, stdout, stderr } = await tfsso(line, name)
    t.is(exitCode, 0, `${line}: ${stderr}`)
    return stdout
  }

  // Without a session, the roles come from tfsso.hcl.
  const before = JSON.parse((await tfsso('status --json', 'envs/shared/a')).stdout)
  t.like(before.layer, { account: 'shared', role: 'Nobody or DevOps', next: 'login' })
  t.deepEqual(
    before.accounts.map(({ name, role }: Record<string, string>) => `${name} ${role}`),
    [
      'prod DevOpsPrd',
      'shared Nobody or DevOps',
      'beta Auditor',
      'by-name ReadOnly',
      'by-default DevOps',
    ],
  )

  await signIn(world)
  const unknown = await tfsso('login --portal third')
  t.is(unknown.exitCode, 78)
  t.regex(unknown.stderr, /no portal third\.\s+It has: acme \(.*\), other \(/)
  world.emulator.settings.startUrl = otherStartUrl
  t.is((await world.inTerminal('tfsso login --portal other', { cwd: root })).exitCode, 0)
  world.emulator.settings.startUrl = startUrl

  // The role `Nobody` is not assigned: tfsso asks AWS for it only once.
  const asked = (role: string) => world.emulator.calls.filter((call) => call.role === role).length
  await good('each -j 1 -- terraform plan')
  const starts = world.starts().map(({ cwd, env }) => {
    const workspace = env.TFSSO_GIVEN_TF_CLI_ARGS_plan ?? ''
    return `${path.relative(root, cwd)} ${world.identity(env)} ${env.AWS_REGION}${workspace}`
  })
  t.deepEqual(starts.sort(), [
    'envs/beta 333333333333 Auditor eu-west-1',
    'envs/prod 222222222222 DevOpsPrd us-east-1',
    'envs/shared/a 111111111111 DevOps us-east-1',
    'envs/shared/b 111111111111 DevOps us-east-1',
    'stacks 222222222222 ReadOnly us-east-1',
  ])
  t.is(asked('Nobody'), 1)
  const after = JSON.parse(await good('status --json', 'envs/shared/b'))
  t.like(after.layer, { role: 'DevOps', next: 'warm' })
  t.like(JSON.parse(await good('status --json', 'envs/prod')).layer.profiles[0], {
    name: 'acme-shared-Nobody',
    from: 'tfsso',
    role: 'Nobody',
  })

  await good('configure --yes')
  const config = fs.readFileSync(path.join(world.home, '.aws/config'), 'utf8')
  const sections = config.match(/^\[.*\]$/gm)?.filter((line) => !/\d{12}/.test(line))
  t.deepEqual(sections?.sort(), [
    '[default]',
    '[profile acme-by-default-DevOps]',
    '[profile acme-by-name-ReadOnly]',
    '[profile acme-prod-DevOpsPrd]',
    '[profile acme-prod]',
    '[profile acme-shared-DevOps]',
    '[profile acme-shared-Nobody]',
    '[profile other-beta-Auditor]',
    '[profile prod-ro]',
    '[sso-session acme]',
    '[sso-session other]',
  ])
  t.regex(config, /\[profile prod-ro\]\n.*\n[^[]*sso_role_name = ReadOnly/)
  t.regex(
    config,
    /\[profile other-beta-Auditor\]\n.*\nsso_session = other\n[^[]*region = eu-west-1/,
  )

  t.regex(await good('accounts'), /beta/)
  t.regex(
    await good('exec --account beta -- printenv AWS_REGION AWS_ACCESS_KEY_ID'),
    /^eu-west-1\n\w+\n$/,
  )
  t.regex(
    await good('console --account beta --print'),
    /^https:\/\/other\..*account_id=333333333333/,
  )
  const several = await tfsso('console --account shared --print')
  t.deepEqual(
    [several.exitCode, /several roles: Nobody or DevOps/.test(several.stderr)],
    [78, true],
  )

  // This workspace belongs to no account.
  write(at('stacks/.terraform/environment'), 'gone')
  for (const line of ['status', 'exec -- true', 'env', 'console --print']) {
    const { exitCode, stderr } = await tfsso(line, 'stacks')
    t.is(exitCode, 78, line)
    t.regex(stderr, /The current workspace or bucket of .* belongs to no account/, line)
  }
  const each = await tfsso('each stacks -- terraform plan')
  t.not(each.exitCode, 0)
  t.regex(each.stderr, /The current workspace or bucket of .* belongs to no account/)
  const doctor = await tfsso('doctor --json', 'stacks')
  const { checks } = JSON.parse(doctor.stdout) as { checks: Record<string, string>[] }
  const held = checks.filter(({ check }) => check === 'held').map(({ message }) => message)
  t.deepEqual(held, ['You have the role that the project names in 4 accounts.'])
  const broken = checks.filter(({ group, status }) => group === 'project' && status === 'broken')
  t.deepEqual(
    broken.map(({ check, subject }) => [check, subject]),
    [['layer', at('stacks')]],
  )
  t.regex(broken[0]?.message ?? '', /The current workspace or bucket of .* belongs to no account/)
})
