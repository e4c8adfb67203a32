import fs from 'node:fs'
import path from 'node:path'
import { write } from '../rig/project.ts'
import { ssoBlock, writeRepository } from '../rig/repository.ts'
import { shells } from '../rig/shells.ts'
import { give, needsUsers, shared, stranger, victim, victimsWorld } from '../rig/users.ts'

/* tfsso checks who owns a tfsso.hcl, and who owns the files that the tfsso.hcl names. */

const hcl = `${ssoBlock('acme')}
account "prod" {
  id    = "222222222222"
  role  = "DevOpsPrd"
  paths = ["net", "mine/net"]
}
var_files = ["common.tfvars"]
`

needsUsers("a stranger's tfsso.hcl makes no layer; only the first run starts node", async (t) => {
  const { world, as } = await victimsWorld(t)
  const top = shared(0o1777)
  const file = write(path.join(top, 'tfsso.hcl'), hcl)
  give(stranger, file)
  const cwd = path.join(top, 'mine/net')
  fs.mkdirSync(cwd, { recursive: true })
  give(victim, path.join(top, 'mine'))
  for (const shell of shells) {
    const { exitCode, stderr } = await world.terraform(['plan'], { cwd, shell, ...as })
    t.deepEqual([exitCode, stderr], [0, ''])
    const { env } = world.lastStart()
    t.is(world.identity(env), 'nobody')
    t.is(env.TF_CLI_ARGS_plan, undefined)
  }
  const { stderr } = await world.terraform(['plan'], { cwd, env: { TFSSO_DEBUG: '1' }, ...as })
  t.regex(stderr, /the stored answer is good: this is no layer/)
  const exec = await world.tfsso(['exec', '--', 'true'], { cwd, ...as })
  t.is(exec.exitCode, 78)
  const doctor = await world.tfsso(['doctor'], { cwd, ...as })
  t.regex(doctor.stdout + doctor.stderr, /tfsso\.hcl.*another user \(uid 61002\)/)

  // The person's own tfsso.hcl is nearer than the stranger's.
  write(path.join(cwd, 'tfsso.hcl'), hcl.replace('"net", ', '".", '))
  give(victim, path.join(cwd, 'tfsso.hcl'))
  t.is((await world.terraform(['plan'], { cwd, ...as })).exitCode, 0)
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
  // The stranger's file does not count until it belongs to the person.
  fs.rmSync(path.join(cwd, 'tfsso.hcl'))
  t.is((await world.terraform(['plan'], { cwd, ...as })).exitCode, 0)
  t.is(world.identity(world.lastStart().env), 'nobody')
  give(victim, file)
  t.is((await world.terraform(['plan'], { cwd, ...as })).exitCode, 0)
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
})

needsUsers(
  "a run exits with 78 if a stranger owns the tfsso.hcl in the person's clone, or a file that it names",
  async (t) => {
    const { world, as } = await victimsWorld(t)
    const list = 'accounts {\n  from = "*/account.hcl"\n  role = "DevOps"\n}\n'
    const root = writeRepository(world, hcl + list, {
      'common.tfvars': '',
      'net/main.tf': '',
      'listed/account.hcl': 'locals {\n  account_id = "111111111111"\n}\n',
    })
    give(victim, root)
    const identities = { net: '222222222222 DevOpsPrd', listed: '111111111111 DevOps' }
    const files: [string, keyof typeof identities][] = [
      ['tfsso.hcl', 'net'],
      ['common.tfvars', 'net'],
      ['listed/account.hcl', 'listed'],
    ]
    for (const [name, layer] of files) {
      const cwd = path.join(root, layer)
      const file = path.join(root, name)
      t.is((await world.terraform(['plan'], { cwd, ...as })).exitCode, 0)
      t.is(world.identity(world.lastStart().env), identities[layer])
      give(stranger, file)
      fs.appendFileSync(file, '\n')
      const { exitCode, stderr } = await world.terraform(['plan'], { cwd, ...as })
      t.is(exitCode, 78, stderr)
      t.regex(stderr, /another user \(uid 61002\)/)
      t.true(stderr.includes(file), stderr)
      if (layer === 'listed') {
        // Other layers need this file only if they use a profile of its account.
        const cwd = path.join(root, 'net')
        write(path.join(cwd, 'main.tf'), '# edited\n')
        give(victim, path.join(cwd, 'main.tf'))
        t.is((await world.terraform(['plan'], { cwd, ...as })).exitCode, 0)
        fs.writeFileSync(
          path.join(cwd, 'main.tf'),
          'provider "aws" {\n  profile = "acme-listed-DevOps"\n}\n',
        )
        const used = await world.terraform(['plan'], { cwd, ...as })
        t.is(used.exitCode, 78)
        t.regex(used.stderr, /listed\/account\.hcl belongs to another user/)
      }
      give(victim, file)
    }
  },
)

needsUsers('a tfsso.hcl that others can write to is refused, even with --account', async (t) => {
  const { world, as } = await victimsWorld(t)
  const root = writeRepository(world, hcl, { 'common.tfvars': '', 'net/main.tf': '' })
  give(victim, root)
  fs.chmodSync(path.join(root, 'tfsso.hcl'), 0o666)
  const plan = await world.terraform(['plan'], { cwd: path.join(root, 'net'), ...as })
  t.is(plan.exitCode, 78, plan.stderr)
  t.regex(plan.stderr, /Other users can write to .*tfsso\.hcl/)
  const args = ['exec', '--account', 'prod', '--', 'true']
  const exec = await world.tfsso(args, { cwd: root, ...as })
  t.is(exec.exitCode, 78, exec.stderr)
})
