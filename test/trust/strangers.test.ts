import fs from 'node:fs'
import path from 'node:path'
import { write, writeProject } from '../rig/project.ts'
import { shells } from '../rig/shells.ts'
import { tokenFile } from '../rig/token.ts'
import { give, needsUsers, shared, stranger, victim, victimsWorld } from '../rig/users.ts'

/* A second local user puts files above or into the first user's directory. */

for (const [where, mode, owner] of [
  ['in a directory like /tmp', 0o1777, 0],
  ["in a stranger's directory", 0o777, stranger],
] as const)
  needsUsers(
    `below a stranger's project ${where} there is no layer: tfsso uses none of its files, and only the first run starts node`,
    async (t) => {
      const { world, cwd: layer, as } = await victimsWorld(t)
      const top = shared(mode, owner)
      // The account's config is in `top`, which is above `cwd`. The project's config is in `top/p`, which is not above
      // `cwd`.
      writeProject(path.join(top, 'p'), world.accounts)
      fs.renameSync(path.join(top, 'p/apps-prd/config'), path.join(top, 'config'))
      give(stranger, path.join(top, 'config'), path.join(top, 'p'))
      const cwd = path.join(top, 'mine/network')
      write(path.join(cwd, 'main.tf'), 'terraform {\n  backend "s3" {}\n}\n')
      give(victim, path.join(top, 'mine'))
      const env = { AWS_ACCESS_KEY_ID: 'own' }
      for (const shell of shells)
        for (const args of [['init'], ['plan'], ['validate']]) {
          const { exitCode, stdout, stderr } = await world.terraform(args, {
            cwd,
            env,
            shell,
            ...as,
          })
          t.deepEqual({ exitCode, stdout, stderr }, { exitCode: 0, stdout: '', stderr: '' })
          const start = world.lastStart()
          t.is(start.env.AWS_ACCESS_KEY_ID, 'own')
          t.is(start.env.AWS_CONFIG_FILE, undefined)
          t.false(Object.keys(start.env).some((name) => name.startsWith('TF_CLI_ARGS')))
        }
      const { stderr } = await world.terraform(['plan'], { cwd, env: { TFSSO_DEBUG: '1' }, ...as })
      t.regex(stderr, /the stored answer is good: this is no layer/)
      t.notRegex(stderr, /node makes one/)
      const exec = await world.tfsso(['exec', '--', 'true'], { cwd, ...as })
      t.is(exec.exitCode, 78, exec.stderr)
      t.regex(exec.stderr, /in no layer/)
      // If the path leads through a link, only the link's target counts.
      fs.mkdirSync(path.join(world.root, 'nowhere'))
      for (const [target, identity] of [
        [layer, '222222222222 DevOpsPrd'],
        [path.join(world.root, 'nowhere'), 'nobody'],
      ] as const) {
        const link = path.join(top, 'mine/link')
        fs.rmSync(link, { force: true })
        fs.symlinkSync(target, link)
        give(victim, link)
        const plan = await world.terraform(['plan'], { cwd: link, env: { PWD: link }, ...as })
        t.deepEqual([plan.exitCode, plan.stderr], [0, ''])
        t.is(world.identity(world.lastStart().env), identity)
      }
      const terragrunt = await world.tfsso(['env', '--terragrunt'], { cwd, ...as })
      t.deepEqual([terragrunt.exitCode, terragrunt.stdout, terragrunt.stderr], [0, '{}\n', ''])
      const doctor = await world.tfsso(['doctor'], { cwd, ...as })
      t.regex(doctor.stdout + doctor.stderr, /account\.tfvars.*another user \(uid 61002\)/)
    },
  )

needsUsers(
  "a run exits with 78 if a stranger owns a file in the person's clone, and names file, owner and `tfsso trust`",
  async (t) => {
    const { world, cwd, as } = await victimsWorld(t)
    // The account's file, the last one, stays the stranger's for the rest of this test.
    for (const name of [
      'config/common.tfvars',
      'apps-prd/config/more.tfvars',
      'apps-prd/config/backend.tfvars',
      'apps-prd/config/account.tfvars',
    ]) {
      const file = path.join(world.project, name)
      give(victim, world.project)
      if (!fs.existsSync(file)) fs.writeFileSync(file, '')
      give(stranger, file)
      const { exitCode, stderr } = await world.terraform(['plan'], { cwd, ...as })
      t.is(exitCode, 78, stderr)
      t.true(stderr.includes(file), stderr)
      t.regex(stderr, /another user \(uid 61002\)/)
      t.regex(stderr, /tfsso trust '/)
      t.is(world.starts().length, 0)
    }
    for (const [args, code] of [
      [['status'], 78],
      [['exec', '--', 'true'], 78],
      [['doctor'], 1],
      [['which'], 0],
      [['completion', 'bash'], 0],
      [['trust', '--list'], 0],
    ] as const) {
      const outcome = await world.tfsso([...args], { cwd, ...as })
      t.is(outcome.exitCode, code, `${args.join(' ')}: ${outcome.stderr}`)
    }
    t.is((await world.terraform(['fmt'], { cwd, ...as })).exitCode, 0)
    t.is((await world.terraform(['validate'], { cwd, ...as })).exitCode, 0)

    // The project is trusted if the list of trusted directories contains it, or if TFSSO_TRUST names it.
    const plan = async (env = {}) => {
      const outcome = await world.terraform(['plan'], { cwd, env, ...as })
      return outcome.exitCode === 0 ? world.identity(world.lastStart().env) : outcome.exitCode
    }
    t.is((await world.tfsso(['trust', world.project], { ...as })).exitCode, 0)
    t.is(await plan(), '222222222222 DevOpsPrd')
    t.is((await world.tfsso(['trust', '--remove'], { ...as })).exitCode, 0)
    t.is(await plan(), 78)
    t.is(await plan({ TFSSO_TRUST: `/nowhere:${world.project}` }), '222222222222 DevOpsPrd')
    t.is(await plan(), 78)
    const logout = await world.tfsso(['logout', '--all'], { cwd, ...as })
    t.is(logout.exitCode, 0, logout.stderr)
    t.false(fs.existsSync(tokenFile(world)))
  },
)

needsUsers("a stranger's link to the person's own files is not trusted", async (t) => {
  const { world, as } = await victimsWorld(t)
  const top = shared(0o1777)
  fs.symlinkSync(path.join(world.project, 'apps-prd/config'), path.join(top, 'config'))
  give(stranger, path.join(top, 'config'))
  const cwd = path.join(top, 'mine')
  fs.mkdirSync(cwd)
  give(victim, cwd)
  const { exitCode, stderr } = await world.terraform(['plan'], { cwd, ...as })
  t.deepEqual({ exitCode, stderr }, { exitCode: 0, stderr: '' })
  t.is(world.identity(world.lastStart().env), 'nobody')
})

needsUsers('root works in a clone of one user, but not in a clone of several users', async (t) => {
  const { world, cwd } = await victimsWorld(t)
  give(0, world.home)
  const plan = () => world.terraform(['plan'], { cwd })
  t.is((await plan()).exitCode, 0)
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
  give(0, path.join(world.project, 'config/common.tfvars'))
  fs.appendFileSync(path.join(world.project, 'config/common.tfvars'), '# changed\n')
  const { exitCode, stderr } = await plan()
  t.is(exitCode, 78, stderr)
})

needsUsers('a run exits with 78 if others can write to a file; a CI job only warns', async (t) => {
  const { world, cwd, as } = await victimsWorld(t)
  const file = path.join(world.project, 'config/common.tfvars')
  fs.chmodSync(file, 0o666)
  const { exitCode, stderr } = await world.terraform(['plan'], { cwd, ...as })
  t.is(exitCode, 78, stderr)
  t.regex(stderr, /Other users can write to .*common\.tfvars/)
  t.is((await world.terraform(['plan'], { cwd, env: { CI: 'true' }, ...as })).exitCode, 0)
  const status = await world.tfsso(['status'], { cwd, ...as })
  t.regex(status.stdout, /Other users can write to .*common\.tfvars/)
  await world.tfsso(['trust'], as)
  t.is((await world.terraform(['plan'], { cwd, ...as })).exitCode, 0)
})
