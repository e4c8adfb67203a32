import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { needs } from '../../rig/needs.ts'
import { write } from '../../rig/project.ts'
import { makeWorld, type World } from '../../rig/world.ts'

/** A `test` that needs this shell. Without the shell, the test is skipped, or fails in CI. */
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

/**
 * Returns a world, the path of its completion script, and a layer with the file `notes one.txt`. If completion runs the
 * command in a hostile account.tfvars, the test fails.
 */
export async function withScript(t: ExecutionContext<unknown>, shell: 'bash' | 'zsh' | 'fish') {
  const world = await makeWorld(t)
  const { exitCode, stdout, stderr } = await world.tfsso(['completion', shell])
  t.deepEqual([exitCode, stderr], [0, ''])
  // zsh's fpath requires this file name.
  const script = write(path.join(world.root, 'completions', '_tfsso'), stdout)
  const hostile = path.join(world.project, 'hostile/config/account.tfvars')
  write(hostile, `environment = "$(touch '${world.root}/ran')"\nsso_role = "x"\n`)
  t.teardown(() => {
    if (fs.existsSync(path.join(world.root, 'ran'))) throw new Error('a tfvars file became code')
  })
  // The files that `tfsso accounts` writes.
  const held = path.join(world.home, '.cache/tfsso/held')
  write(path.join(held, 'portal.roles'), 'DevOps\nReadOnly\n')
  write(path.join(held, world.project, '.accounts'), 'shared\nlegacy\n')
  const layer = world.layer('shared/us-east-1/network')
  write(path.join(layer, 'notes one.txt'), '')
  return { world, script, layer }
}

/** Returns a directory for PATH with only one program, so that completion can't start another. */
export function onlyProgram({ root }: World, name: string): string {
  const file = write(path.join(root, 'only', name), '#!/bin/sh\n')
  fs.chmodSync(file, 0o755)
  return path.dirname(file)
}

/** What is typed after `tfsso`, and the suggestions that every shell must offer. */
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
  // After `--` comes another program's command line.
  [['exec', '--', 'frobnicate', '--acc'], []],
  [['logout', '--al'], ['--all']],
  [['logout', '--js'], []],
  [['login', 'not'], []],
  [['setup', '--pre'], ['--prefix']],
]

/** Writes a tfsso.hcl into the project. Returns the names that `--account` should then suggest. */
export function describeProject({ project, root }: World): string[] {
  const block = (name: string) => `account "${name}" {\n  id = "111111111111"\n}\n`
  const names = ['prod', 'dev', `$(touch '${root}/ran')`]
  write(
    path.join(project, 'tfsso.hcl'),
    `${names.map(block).join('')}# account "gone" {\naccounts {\n`,
  )
  // `legacy` and `shared` come from the files of withScript.
  return ['dev', 'legacy', 'prod', 'shared']
}
