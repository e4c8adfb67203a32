import path from 'node:path'
import type { FoundProject } from './find.ts'
import type { AccountPlace, DecidingFile, LocatedProblem } from './layout.ts'
import { untrustedFile } from './trusted-search.ts'
import type { Trust } from './whose-files-decide.ts'

/** What others may write to of the files that decide: the path, and the directory that it decides for. */
export interface OpenFile {
  at: string
  base: string
}

/** The deciding files that another user owns, as problems of the project. */
export function ownerProblems(trust: Trust, files: readonly DecidingFile[]): LocatedProblem[] {
  return files.flatMap(({ file, base }) => {
    const untrusted = trust.judge(file, base)
    return untrusted ? [{ check: 'owner', file, problem: untrustedFile(untrusted) }] : []
  })
}

/** The deciding files that others may write to, each path once. */
export function openFiles(trust: Trust, files: readonly DecidingFile[]): OpenFile[] {
  const found = new Map<string, OpenFile>()
  for (const { file, base } of files) {
    const at = trust.openToOthers(file, base)
    if (at !== undefined && !found.has(at)) found.set(at, { at, base })
  }
  return [...found.values()]
}

/**
 * The places of other accounts as far as their files count: one whose files another user owns says nothing but that it
 * is there, and why.
 */
export function ownedPlaces(
  { trust, layer, root }: Pick<FoundProject, 'trust' | 'layer' | 'root'>,
  settingsAt: string,
  places: readonly AccountPlace[],
): AccountPlace[] {
  return places.map((place) => {
    const { directory, file, profileFile } = place
    // The project's own files have been judged.
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
