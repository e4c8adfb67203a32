import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { copyInstallation, temporary } from './install.ts'
import { needs } from './terraform.ts'
import { makeWorld, type World } from './world.ts'

/** Two users that no machine has; a run as one of them needs root. */
export const victim = 61_001
export const stranger = 61_002

/** A `test` that needs a second local user; where the run isn't root, the end of `npm test` says so. */
export const needsUsers = needs('root, for a second local user', process.getuid?.() === 0)

/** Gives a path and all below it to a user. */
export function give(uid: number, ...files: string[]): void {
  execFileSync('chown', ['-hR', `${uid}:${uid}`, ...files])
}

/** Makes a world one user's, who can reach its installation, too. */
function giveWorld(world: World, uid: number): void {
  give(uid, world.root)
  for (let at = path.dirname(world.prefix); at !== '/'; at = path.dirname(at)) {
    const { mode } = fs.statSync(at)
    if ((mode & 0o005) !== 0o005) fs.chmodSync(at, mode | 0o055)
  }
}

const prefixes: string[] = []

/** A world that is the victim's, with an installation that both can reach. */
export async function victimsWorld(t: ExecutionContext<unknown>) {
  prefixes[0] ??= copyInstallation()
  const world = await makeWorld(t, { prefix: prefixes[0] })
  const cwd = world.layer('apps-prd/us-east-1/network')
  await world.logIn()
  giveWorld(world, victim)
  const as = { uid: victim, gid: victim }
  return { world, cwd, as }
}

/** A directory that everybody may write to, as /tmp is, or one of a stranger's. */
export function shared(mode: number, owner = 0): string {
  const directory = temporary('tfsso shared-')
  fs.chmodSync(directory, mode)
  fs.chownSync(directory, owner, owner)
  return directory
}
