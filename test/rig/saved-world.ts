import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { temporary } from './install.ts'
import type { World } from './world.ts'

/**
 * Saves HOME and project. The returned function restores both, with the modification times of their files. So a grant
 * that was good is good again.
 */
export function saveWorld({ home, project }: World): () => void {
  const saved = temporary('tfsso-saved-')
  const copy = (from: string, to: string) => execFileSync('cp', ['-RPp', from, to])
  const all = [home, project].map((at) => ({ at, kept: path.join(saved, path.basename(at)) }))
  for (const { at, kept } of all) copy(at, kept)
  return () => {
    for (const { at, kept } of all) {
      fs.rmSync(at, { recursive: true })
      copy(kept, at)
    }
  }
}
