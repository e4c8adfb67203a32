import fs from 'node:fs'
import path from 'node:path'
import { write } from '../rig/project.ts'
import { shells } from '../rig/shells.ts'
import { give, needsUsers, shared, stranger, victim, victimsWorld } from '../rig/users.ts'
import type { World } from '../rig/world.ts'
import { long, report } from './figures.ts'

/* A second local user puts files above the first user's directory. */

const evil = 'profile = "evil"\nbucket = "evil"\nregion = "us-east-1"\n'

const attacks: Record<string, (top: string, world: World) => void> = {
  'an account': (top) => {
    write(path.join(top, 'config/account.tfvars'), 'environment = "shared"\nsso_role = "Evil"\n')
    write(path.join(top, 'config/backend.tfvars'), evil)
  },
  'a project': (top, world) => {
    fs.cpSync(path.join(world.project, 'config'), path.join(top, 'config'), { recursive: true })
  },
  'a link to an account of the victim': (top, world) => {
    fs.symlinkSync(path.join(world.project, 'shared/config'), path.join(top, 'config'))
  },
  'a hard link to an account of the victim': (top, world) => {
    fs.mkdirSync(path.join(top, 'config'))
    const own = path.join(world.project, 'shared/config/account.tfvars')
    fs.linkSync(own, path.join(top, 'config/account.tfvars'))
    write(path.join(top, 'config/backend.tfvars'), evil)
  },
  'links file by file': (top, world) => {
    const config = path.join(top, 'config')
    fs.mkdirSync(config)
    for (const name of ['account.tfvars', 'backend.tfvars'])
      fs.symlinkSync(path.join(world.project, 'shared/config', name), path.join(config, name))
  },
}

needsUsers('files that another user puts above a directory decide nothing in it', async (t) => {
  const { world, as } = await victimsWorld(t)
  let tried = 0
  let places = 0
  const loggedIn = 'tfsso: already logged in at https://example.awsapps.com/start'
  for (const [number, [attack, plant]] of Object.entries(attacks).entries()) {
    const tops = [[0o1777, 0] as const, [0o777, stranger] as const]
    // The short form tries each attack in one of the two directories and in one shell.
    for (const [mode, owner] of long ? tops : tops.slice(number % 2, (number % 2) + 1)) {
      const top = shared(mode, owner)
      plant(top, world)
      // `config` can be a symlink. Its target must still belong to the victim.
      fs.lchownSync(path.join(top, 'config'), stranger, stranger)
      const cwd = path.join(top, 'mine/network')
      write(path.join(cwd, 'main.tf'), 'terraform {\n  backend "s3" {}\n}\n')
      give(victim, path.join(top, 'mine'))
      const env = { AWS_ACCESS_KEY_ID: 'own' }
      const turn = places++ % shells.length
      for (const shell of long ? shells : shells.slice(turn, turn + 1))
        for (const command of ['init', 'plan', 'apply']) {
          const outcome = await world.terraform([command], { cwd, env, shell, ...as })
          const { exitCode, stdout, stderr } = outcome
          t.deepEqual({ exitCode, stdout, stderr }, { exitCode: 0, stdout: '', stderr: '' }, attack)
          const start = world.lastStart()
          t.is(start.env.AWS_ACCESS_KEY_ID, 'own')
          t.false(Object.keys(start.env).some((name) => /^(TF_CLI_ARGS|AWS_CONFIG)/.test(name)))
          tried++
        }
      if (!long && number > 0) continue
      for (const args of [
        ['exec', '--', 'true'],
        ['exec', '--account', 'shared', '--', 'true'],
        ['status'],
        ['env'],
      ]) {
        const { exitCode, stderr } = await world.tfsso(args, { cwd, ...as })
        t.is(exitCode, 78, `${attack}: ${args.join(' ')}: ${stderr}`)
        tried++
      }
      // Outside a project, login uses only the portal of earlier logins.
      const login = await world.tfsso(['login'], { cwd, ...as })
      t.deepEqual([login.exitCode, login.stderr.split(',')[0]], [0, loggedIn], attack)
      tried++
    }
  }
  report({
    attack: `Another local user plants files above a layer’s directory (${Object.keys(attacks).length} ways, in a directory like /tmp and in a directory of that user), in ${shells.length} shells`,
    tries: tried,
    outcome: 'terraform runs as without tfsso; commands that need a layer end with exit code 78',
  })
})
