import fs from 'node:fs'
import path from 'node:path'
import { orElse } from '../text/attempt.ts'
import { misconfigured, type Problem } from '../text/problem.ts'
import { linkTarget, lookAt } from './read.ts'

/**
 * Problem (exit code 78) if the first entry that exists, from `file` upwards, is a link to nothing. Such a link keeps
 * tfsso from creating `file`.
 */
export function danglingLink(file: string): Problem | undefined {
  const parent = path.dirname(file)
  if (!lookAt(file)) return parent === file ? undefined : danglingLink(parent)
  const target = linkTarget(file)
  if (target === undefined || !isMissing(file)) return undefined
  return misconfigured(
    `${file} is a link to ${target}, which does not exist.`,
    'Create that directory, or remove the link.',
  )
}

/** A loop of links, or a directory without permission, is another mistake. */
function isMissing(file: string): boolean {
  return orElse(() => fs.statSync(file, { throwIfNoEntry: false }) === undefined, false)
}
