import path from 'node:path'
import type { FoundProject } from './find.ts'
import type { AccountPlace, DecidingFile, LocatedProblem } from './layout.ts'
import { untrustedFile } from './trusted-search.ts'
import type { Trust } from './whose-files-decide.ts'

/** A path that settings of the directory `base` depend on and that others can write to. */
export interface OpenFile {
  at: string
  base: string
}

export function ownerProblems(trust: Trust, files: readonly DecidingFile[]): LocatedProblem[] {
  return files.flatMap(({ file, base }) => {
    const untrusted = trust.judge(file, base)
    return untrusted ? [{ check: 'owner', file, problem: untrustedFile(untrusted) }] : []
  })
}

/** For each deciding file, the first path that others can write to, without duplicates. */
export function openFiles(trust: Trust, files: readonly DecidingFile[]): OpenFile[] {
  const found = new Map<string, OpenFile>()
  for (const { file, base } of files) {
    const at = trust.openToOthers(file, base)
    if (at !== undefined && !found.has(at)) found.set(at, { at, base })
  }
  return [...found.values()]
}

/**
 * Marks the places whose files are not trusted (`untrusted`), and removes their role and profile. If such a place has a
 * directory, the place's name becomes the directory's name.
 */
export function ownedPlaces(
  { trust, layer, root }: Pick<FoundProject, 'trust' | 'layer' | 'root'>,
  settingsAt: string,
  places: readonly AccountPlace[],
): AccountPlace[] {
  return places.map((place) => {
    const { directory, file, profileFile } = place
    // `ownerProblems` checks the project's own file, and the account whose directory the layer is in.
    if (file === settingsAt || (directory && directory === layer?.account)) return place
    const base = directory ?? root
    const untrusted = trust.judge(file, base) ?? trust.judge(profileFile, base)
    if (!untrusted) return place
    const problem = untrustedFile(untrusted)
    return {
      ...place,
      ...(directory === undefined ? {} : { name: path.basename(directory), named: false }),
      role: undefined,
      profile: undefined,
      problems: [{ check: 'owner', file: untrusted.file, problem }],
      profileProblems: [],
      warnings: [],
      untrusted: problem,
    }
  })
}
