import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { asSettings, issueKeys, writeAwsFile } from '../rig/own-keys.ts'
import { write } from '../rig/project.ts'
import { saveWorld } from '../rig/saved-world.ts'
import { shareWorld } from '../rig/shared-world.ts'
import { shells } from '../rig/shells.ts'
import type { World } from '../rig/world.ts'

/**
 * Returns the account id and role of each profile in the last run's AWS config; `own` for a profile that is not
 * tfsso's.
 */
function profilesOf(world: World): Record<string, string> {
  const text = fs.readFileSync(world.lastStart().env.AWS_CONFIG_FILE ?? '', 'utf8')
  const found: Record<string, string> = {}
  for (const [, name = '', body = ''] of text.matchAll(/^\[profile (.*)\]\n([^[]*)/gm)) {
    const [, account, role] = /credentials" (\d+) (\S+)/.exec(body) ?? []
    found[name] = account ? `${account} ${role}` : 'own'
  }
  return found
}

const granted = shareWorld(async (world) => {
  const cwd = world.layer('apps-prd/us-east-1/net', 'x {\n  profile = "bb-security-auditor"\n}\n')
  await world.logIn()
  await world.terraform(['plan'], { cwd })
  return { world, cwd, restore: saveWorld(world) }
})

async function grant(t: ExecutionContext<unknown>) {
  const { world, cwd, restore } = await granted(t)
  restore()
  let run = 0
  const plan = async () => {
    const shell = shells[run++ % shells.length] ?? []
    const { exitCode, stderr } = await world.terraform(['plan'], { cwd, shell })
    t.deepEqual([exitCode, stderr], [0, ''])
    return profilesOf(world)
  }
  await plan()
  return { world, cwd, plan }
}

test.serial('if a new profile appears in a layer’s code, it works in the next run', async (t) => {
  const { cwd, plan } = await grant(t)
  t.is((await plan())['bb-security-oaar'], undefined)
  // test/unit/layout/layer.test.ts has all kinds of files that can name a profile.
  write(path.join(cwd, 'new.tf'), 'a = "bb-security-oaar"\n')
  t.is((await plan())['bb-security-oaar'], '333333333333 Auditor')
  fs.rmSync(path.join(cwd, 'new.tf'))
  t.is((await plan())['bb-security-oaar'], undefined, 'gone')
  write(path.join(cwd, 'module.tf'), 'module "m" {\n  source = "../../modules/m"\n}\n')
  await plan()
  write(path.join(cwd, '../../modules/m/main.tf'), 'locals { p = "bb-shared-fromthere" }\n')
  t.is((await plan())['bb-shared-fromthere'], '111111111111 DevOps', 'in a local module')
  write(
    path.join(cwd, '.terraform/terraform.tfstate'),
    '{"backend": {"config": {"profile": "bb-apps-prd-stored"}}}',
  )
  t.is((await plan())['bb-apps-prd-stored'], '222222222222 DevOpsPrd', 'in the stored backend')
})

test.serial(
  'if `init` has set a directory up for another account, all commands that need credentials but init exit with 78',
  async (t) => {
    const { world, cwd } = await grant(t)
    const stored = '{"backend": {"config": {"profile": "bb-shared-devops"}}}'
    write(path.join(cwd, '.terraform/terraform.tfstate'), stored)
    const starts = world.starts().length
    for (const args of ['plan', 'plan', 'apply', 'state list']) {
      const { exitCode, stdout, stderr } = await world.terraform(args.split(' '), { cwd })
      t.deepEqual([exitCode, stdout], [78, ''], args)
      t.regex(
        stderr,
        /^tfsso: init has set this directory up for another account: shared \(111111111111\)\.\n.* terraform init -reconfigure\n/,
      )
    }
    t.is(world.starts().length, starts)
    for (const args of ['init', 'validate', 'version'])
      t.is((await world.terraform([args], { cwd })).exitCode, 0, args)
    // A project may keep an account's states in another account, if the account's backend.tfvars says so.
    const file = path.join(world.project, 'apps-prd/config/backend.tfvars')
    fs.writeFileSync(
      file,
      fs.readFileSync(file, 'utf8').replace(/profile = ".*"/, 'profile = "bb-shared-oaar"'),
    )
    t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  },
)

test.serial('if the role of another account changes, the next run uses the new role', async (t) => {
  const { world, cwd, plan } = await grant(t)
  t.is((await plan())['bb-security-auditor'], '333333333333 Auditor')
  const file = path.join(world.project, 'security/config/account.tfvars')
  const { atime, mtime } = fs.statSync(file)
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('Auditor', 'Janitor'))
  fs.utimesSync(file, atime, mtime)
  t.is((await plan())['bb-security-auditor'], '333333333333 Janitor')
  write(
    path.join(world.project, 'zoo/config/account.tfvars'),
    'environment = "security"\nsso_role = "Janitor"\n',
  )
  write(path.join(world.project, 'zoo/config/backend.tfvars'), 'profile = "me-zoo"\n')
  t.is((await plan())['me-zoo'], undefined, 'nobody uses it')
  write(path.join(cwd, 'zoo.tf'), 'x {\n  profile = "me-zoo"\n}\n')
  t.is((await plan())['me-zoo'], '333333333333 Janitor', 'an account that is new')
})

test.serial(
  'a profile that nobody has defined works as soon as an account claims its name',
  async (t) => {
    const { world, cwd, plan } = await grant(t)
    write(path.join(cwd, 'me.tf'), 'x {\n  profile = "me-claimed"\n}\n')
    t.is((await plan())['me-claimed'], undefined)
    const file = path.join(world.project, 'shared/config/backend.tfvars')
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('bb-shared-devops', 'me-claimed'))
    t.is((await plan())['me-claimed'], '111111111111 DevOps')
  },
)

test.serial('a change to an account that the layer does not name needs no new grant', async (t) => {
  const { world, plan } = await grant(t)
  const config = world.lastStart().env.AWS_CONFIG_FILE
  const file = path.join(world.project, 'shared/config/account.tfvars')
  fs.writeFileSync(file, 'environment = "shared"\nsso_role = "Other"\n')
  const before = world.emulator.calls.length
  await plan()
  t.is(world.lastStart().env.AWS_CONFIG_FILE, config)
  t.is(world.emulator.calls.length, before)
})

test.serial(
  "if an account claims one of the person's profiles, a run exits with 78 in layers that use that profile",
  async (t) => {
    const { world, cwd, plan } = await grant(t)
    const keys = asSettings(issueKeys(world, '111111111111', 'Own'))
    writeAwsFile(world, 'config', `[profile work]\n${keys}`)
    const file = path.join(world.project, 'shared/config/backend.tfvars')
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('bb-shared-devops', 'work'))
    t.is((await plan()).work, 'own')
    write(path.join(cwd, 'work.tf'), 'x {\n  profile = "work"\n}\n')
    const { exitCode, stderr } = await world.terraform(['plan'], { cwd })
    t.is(exitCode, 78)
    t.regex(
      stderr,
      /The profile work is in your own .*\.aws\/config, but .*shared\/config\/backend\.tfvars/,
    )
  },
)

test.serial("changes to the person's own AWS files take effect in the next run", async (t) => {
  const { world, plan } = await grant(t)
  const keys = asSettings(issueKeys(world, '111111111111', 'Own'))
  t.is(world.lastStart().env.AWS_SHARED_CREDENTIALS_FILE, undefined)

  writeAwsFile(world, 'config', `[profile mine]\n${keys}`)
  t.is((await plan()).mine, 'own')
  // This section would override tfsso's profile of the same name. So tfsso names a credentials file that does not
  // exist.
  writeAwsFile(world, 'credentials', `[bb-apps-prd-devopsprd]\n${keys}`)
  await plan()
  const named = world.lastStart().env.AWS_SHARED_CREDENTIALS_FILE ?? ''
  t.regex(named, /^\//)
  t.false(fs.existsSync(named))
  writeAwsFile(world, 'credentials', `[other]\n${keys}`)
  await plan()
  t.is(world.lastStart().env.AWS_SHARED_CREDENTIALS_FILE, undefined)
  fs.rmSync(path.join(world.home, '.aws/config'))
  t.is((await plan()).mine, undefined)
})

test.serial('tfsso never changes an AWS config that an earlier run can still use', async (t) => {
  const { world, plan } = await grant(t)
  const file = world.lastStart().env.AWS_CONFIG_FILE ?? ''
  const text = fs.readFileSync(file, 'utf8')
  const account = path.join(world.project, 'apps-prd/config/account.tfvars')
  fs.writeFileSync(account, fs.readFileSync(account, 'utf8').replace('DevOpsPrd', 'ReadOnly'))
  t.is((await plan())['bb-apps-prd-readonly'], '222222222222 ReadOnly')
  t.not(world.lastStart().env.AWS_CONFIG_FILE, file)
  t.is(fs.readFileSync(file, 'utf8'), text)
})
