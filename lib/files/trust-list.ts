import path from 'node:path'
import { misconfigured } from '../text/problem.ts'
import { ensurePrivateDirectory } from './private-directory.ts'
import { lookAt, realPath } from './read.ts'
import { readOwn } from './read-trusted.ts'
import type { Environment } from './user-paths.ts'
import { writePrivate } from './write-private.ts'

export interface TrustedDirectory {
  /** a real path */
  directory: string
  /**
   * the directory's owner when the person trusted the directory. After a change of owner, the directory is no longer
   * trusted
   */
  uid: number
}

/** undefined if neither XDG_CONFIG_HOME nor HOME is an absolute path. */
export function trustFile({ XDG_CONFIG_HOME: xdg, HOME: home }: Environment): string | undefined {
  const base = xdg && path.isAbsolute(xdg) ? xdg : home && path.join(home, '.config')
  return base && path.isAbsolute(base) ? path.join(base, 'tfsso', 'trust') : undefined
}

/** Reads lines `UID PATH`, and ignores all other lines. The list is empty if `readOwn` can't read the file. */
export function readTrustList(env: Environment): TrustedDirectory[] {
  const file = trustFile(env)
  return file === undefined ? [] : parseTrustList(readOwn(file) ?? '')
}

export function parseTrustList(text: string): TrustedDirectory[] {
  return text.split('\n').flatMap((line) => {
    const [, uid, directory] = /^(\d+) (\/.*)$/.exec(line) ?? []
    return uid === undefined || directory === undefined ? [] : [{ uid: Number(uid), directory }]
  })
}

/** Problem (exit code 78) if the list has no path (`trustFile`), or if it can't be written. */
export function writeTrustList(env: Environment, list: readonly TrustedDirectory[]): void {
  const file = trustFile(env)
  if (file === undefined) {
    throw misconfigured(
      'HOME is not set, so there is no place for the list of trusted directories.',
      'Set HOME to your home directory, or name the directory in TFSSO_TRUST.',
    )
  }
  ensurePrivateDirectory(path.dirname(file))
  const text = list.map(({ uid, directory }) => `${uid} ${directory}\n`).join('')
  writePrivate(file, text, { precious: true })
}

export function isStillTrusted({ directory, uid }: TrustedDirectory): boolean {
  const stat = lookAt(directory)
  return stat?.isDirectory() === true && stat.uid === uid
}

/** The real paths of the directories in TFSSO_TRUST, without relative, missing and inaccessible ones. */
export function trustedBySetting({ TFSSO_TRUST: setting }: Environment): string[] {
  return (setting ?? '').split(':').flatMap((directory) => {
    return path.isAbsolute(directory) ? (realPath(directory) ?? []) : []
  })
}
