import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { write } from '../../rig/project.ts'
import { needs } from '../../rig/terraform.ts'
import { makeWorld, type World } from '../../rig/world.ts'

/** A `test` of what only that shell can show. In CI a missing one makes it fail. */
export function needsShell(name: string) {
  return needs(name, Boolean(process.env.CI) || isThere(name))
}

function isThere(shell: string): boolean {
  try {
    execFileSync(shell, ['-c', ':'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A world, the script that `tfsso completion` prints there, and a directory with two odd files. */
export async function withScript(t: ExecutionContext<unknown>, shell: 'bash' | 'zsh' | 'fish') {
  const world = await makeWorld(t)
  const { exitCode, stdout, stderr } = await world.tfsso(['completion', shell])
  t.deepEqual([exitCode, stderr], [0, ''])
  // As fpath wants it named.
  const script = write(path.join(world.root, 'completions', '_tfsso'), stdout)
  const hostile = path.join(world.project, 'hostile/config/account.tfvars')
  write(hostile, `environment = "$(touch '${world.root}/ran')"\nsso_role = "x"\n`)
  t.teardown(() => {
    if (fs.existsSync(path.join(world.root, 'ran'))) throw new Error('a tfvars file became code')
  })
  // As `tfsso accounts` leaves them.
  const held = path.join(world.home, '.cache/tfsso/held')
  write(path.join(held, 'portal.roles'), 'DevOps\nReadOnly\n')
  write(path.join(held, world.project, '.accounts'), 'shared\nlegacy\n')
  const layer = world.layer('shared/us-east-1/network')
  write(path.join(layer, 'notes one.txt'), '')
  return { world, script, layer }
}

/** A directory for PATH that contains a single program, so that completion can start nothing else. */
export function onlyProgram({ root }: World, name: string): string {
  const file = write(path.join(root, 'only', name), '#!/bin/sh\n')
  fs.chmodSync(file, 0o755)
  return path.dirname(file)
}

/** What is typed behind `tfsso`, and what is offered, in every shell; the last word is being typed. */
export const cases: [typed: string[], offered: string[]][] = [
  [['lo'], ['login', 'logout']],
  [['stat'], ['status']],
  [['help', 'w'], ['which']],
  [['login', '--a'], ['--all']],
  [['login', '--no'], ['--no-browser']],
  [['status', '--no'], ['--no-color']],
  [['configure', '--re'], ['--remove']],
  [['which', 'to'], ['tofu']],
  [['which', '--sh'], ['--shim']],
  [
    ['completion', ''],
    ['bash', 'fish', 'zsh'],
  ],
  [['exec', '--acc'], ['--account']],
  [
    ['exec', '--account', ''],
    ['apps-prd', 'legacy', 'security', 'shared'],
  ],
  [
    ['exec', '--role', ''],
    ['DevOps', 'ReadOnly'],
  ],
  [
    ['env', '--account', 's'],
    ['security', 'shared'],
  ],
  [['exec', '--account', 'shared', 'frobn'], ['frobnicate']],
  [['exec', '--', 'frobn'], ['frobnicate']],
  [['exec', 'frobn'], ['frobnicate']],
  [['exec', '--role', 'ReadOnly', '--', 'frobn'], ['frobnicate']],
  // Behind its command line nothing is ours.
  [['exec', '--', 'frobnicate', '--acc'], []],
  [['logout', '--al'], ['--all']],
  [['logout', '--js'], []],
  [['login', 'not'], []],
  [['setup', '--pre'], ['--prefix']],
]

/** Has a tfsso.hcl decide in the project, and gives what is offered after `--account` then. */
export function describeProject({ project, root }: World): string[] {
  const block = (name: string) => `account "${name}" {\n  id = "111111111111"\n}\n`
  const names = ['prod', 'dev', `$(touch '${root}/ran')`]
  write(
    path.join(project, 'tfsso.hcl'),
    `${names.map(block).join('')}# account "gone" {\naccounts {\n`,
  )
  // Besides, what `tfsso accounts` has found.
  return ['dev', 'legacy', 'prod', 'shared']
}
