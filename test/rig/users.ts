import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { copyInstallation, temporary } from './install.ts'
import { needs } from './needs.ts'
import { makeWorld, type World } from './world.ts'

/** Two user ids that no machine uses. */
export const victim = 61_001
export const stranger = 61_002

export const needsUsers = needs('root, for a second local user', process.getuid?.() === 0)

/** Gives files, and everything below them, to a user. */
export function give(uid: number, ...files: string[]): void {
  execFileSync('chown', ['-hR', `${uid}:${uid}`, ...files])
}

/** Gives a world to a user, and makes its installation reachable for the user. */
function giveWorld(world: World, uid: number): void {
  give(uid, world.root)
  for (let at = path.dirname(world.prefix); at !== '/'; at = path.dirname(at)) {
    const { mode } = fs.statSync(at)
    if ((mode & 0o005) !== 0o005) fs.chmodSync(at, mode | 0o055)
  }
}

const prefixes: string[] = []

export async function victimsWorld(t: ExecutionContext<unknown>) {
  prefixes[0] ??= copyInstallation()
  const world = await makeWorld(t, { prefix: prefixes[0] })
  const cwd = world.layer('apps-prd/us-east-1/network')
  await world.logIn()
  giveWorld(world, victim)
  const as = { uid: victim, gid: victim }
  return { world, cwd, as }
}

/** Makes a directory with this mode and owner (by default root). */
export function shared(mode: number, owner = 0): string {
  const directory = temporary('tfsso shared-')
  fs.chmodSync(directory, mode)
  fs.chownSync(directory, owner, owner)
  return directory
}
