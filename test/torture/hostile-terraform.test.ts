import fs from 'node:fs'
import path from 'node:path'
import { writeAwsFile } from '../rig/own-keys.ts'
import { startUrl } from '../rig/project.ts'
import { needsTerraform } from '../rig/terraform.ts'
import { makeWorld } from '../rig/world.ts'
import { cases, report } from './figures.ts'

/*
 * The real terraform, and so the Go SDK, reads AWS configs with hostile texts. The S3 backend gets keys only from the
 * profile's credential process.
 */

interface Case {
  profile?: string
  session?: string
  startUrl?: string
  directory?: string
}

const all: Case[] = [
  {
    profile: 'state prod 01',
    session: "it's {mine} (b) & c %d !",
    directory: "it's $(touch x) `y`",
  },
  { profile: 'a=b,c@d:e/f+g', startUrl: `${startUrl}/#/?a='(b)'&c;d=%20!` },
  { profile: '-dash', session: '日本 ünï', directory: 'a\nb' },
  { profile: 'x.y_z', session: '[in] = brackets', directory: '#;%d' },
  { session: '--option' },
  { session: "'single'" },
  { session: '*?~' },
  { session: '%s%%' },
  { directory: '"double" \\ back' },
  { directory: '{a,b}|<>&' },
  { startUrl: `${startUrl}#/` },
  { profile: 'default2' },
]

needsTerraform('hostile characters in a name reach the real terraform unchanged', async (t) => {
  const tried = all.slice(0, cases(all.length))
  for (const {
    profile = 'bb-apps-prd-x',
    session,
    startUrl: url = startUrl,
    directory = 'net',
  } of tried) {
    const world = await makeWorld(t, { startUrl: url, pollInterval: 0.01 })
    world.useRealTerraform()
    const edit = (name: string, from: string | RegExp, to: string) => {
      const file = path.join(world.project, name)
      fs.writeFileSync(
        file,
        fs.readFileSync(file, 'utf8').replace(from, () => to),
      )
    }
    edit('config/common.tfvars', startUrl, url)
    edit(
      'apps-prd/config/backend.tfvars',
      /^profile = .*$/m,
      `profile = ${JSON.stringify(profile)}`,
    )
    if (session !== undefined)
      writeAwsFile(
        world,
        'config',
        `[sso-session ${session}]\nsso_start_url = ${url}\nsso_region = us-east-1\n`,
      )
    await world.logIn()
    const cwd = world.layer(`apps-prd/${directory}`)
    const what = JSON.stringify({ profile, session, url, directory })
    for (const args of [['init'], ['apply', '-auto-approve']]) {
      const { exitCode, stderr } = await world.terraform(args, { cwd })
      t.is(exitCode, 0, `${what}: ${stderr}`)
    }
    const written = world.emulator.objects.map(({ accountId, role }) => `${accountId} ${role}`)
    t.deepEqual(written, ['222222222222 DevOpsPrd'], what)
    t.false(fs.existsSync(path.join(cwd, 'x')), what)
  }
  report({
    attack: 'Hostile profiles, sessions, start URLs and paths of a layer, with the real terraform',
    tries: tried.length,
    outcome: 'each state written in the right account and role, no command run',
  })
})

needsTerraform(
  'after a change of branch, the real terraform works in the new account and role',
  async (t) => {
    const world = await makeWorld(t, {
      accounts: [
        { name: 'apps-prd', id: '222222222222', role: 'DevOps', roles: ['DevOps', 'ReadOnly'] },
        { name: 'apps-dev', id: '333333333333', role: 'Dev', roles: ['Dev', 'ReadOnly'] },
      ],
    })
    world.useRealTerraform()
    await world.logIn()
    const cwd = world.layer('apps-prd/us-east-1/net')
    const config = path.join(world.project, 'apps-prd/config')
    const branches = [
      ['apps-prd', '222222222222', 'DevOps'],
      ['apps-prd', '222222222222', 'ReadOnly'],
      ['apps-dev', '333333333333', 'Dev'],
      ['apps-prd', '222222222222', 'DevOps'],
      ['apps-dev', '333333333333', 'ReadOnly'],
    ] as const
    const tried = branches.slice(0, cases(branches.length))
    // This directory would name another role for the account apps-dev.
    fs.rmSync(path.join(world.project, 'apps-dev'), { recursive: true })
    for (const [account, id, role] of tried) {
      fs.writeFileSync(
        path.join(config, 'account.tfvars'),
        `environment = "${account}"\nsso_role = "${role}"\n`,
      )
      fs.writeFileSync(
        path.join(config, 'backend.tfvars'),
        `profile = "state"\nbucket = "bb-${account}-terraform-backend"\nregion = "us-east-1"\n`,
      )
      const from = world.emulator.calls.length
      for (const args of [
        ['init', '-reconfigure'],
        ['apply', '-auto-approve'],
      ]) {
        const { exitCode, stderr } = await world.terraform(args, { cwd })
        t.is(exitCode, 0, `${account} ${role}: ${stderr}`)
      }
      const atS3 = world.emulator.calls
        .slice(from)
        .filter(({ bucket }) => bucket !== undefined)
        .map((call) => `${call.accountId} ${call.role}`)
      t.deepEqual([...new Set(atS3)], [`${id} ${role}`])
    }
    report({
      attack: 'Another branch is checked out before init and apply, with the real terraform',
      tries: tried.length,
      outcome: 'every request to S3 by the right account and role',
    })
  },
)
