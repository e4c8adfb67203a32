import fs from 'node:fs'
import path from 'node:path'
import { errorCode } from '../files/error-code.ts'
import {
  isStillTrusted,
  readTrustList,
  type TrustedDirectory,
  trustedBySetting,
  trustFile,
  writeTrustList,
} from '../files/trust-list.ts'
import { requireText } from '../files/user-paths.ts'
import { writeOutput } from '../terminal/output.ts'
import { tell } from '../terminal/say.ts'
import { printableLine } from '../text/printable.ts'
import { fail, misconfigured, Problem } from '../text/problem.ts'

/**
 * `tfsso trust [DIR]`. Problem (exit code 78) if the DIR to trust is not a directory, or if the list can't be written;
 * 1 if the DIR to remove is not in the list.
 */
export async function trust(
  directory: string,
  { list, remove }: { list: boolean; remove: boolean },
): Promise<number> {
  const { env } = process
  const known = readTrustList(env)
  if (list) {
    writeOutput(renderTrusted(known, trustedBySetting(env)))
    return 0
  }
  if (remove) return removeTrust(directory, known)
  const real = realDirectory(directory)
  const { uid } = fs.statSync(real)
  const others = known.filter((one) => one.directory !== real)
  writeTrustList(env, [...others, { directory: real, uid }])
  tell(
    `${real} and everything below it are trusted, whoever owns the files (the list is ${trustFile(env)}).`,
  )
  return 0
}

function removeTrust(directory: string, known: readonly TrustedDirectory[]): number {
  // A directory that was deleted has no real path any more.
  const named = path.resolve(directory)
  const real = fs.existsSync(named) ? fs.realpathSync(named) : named
  const left = known.filter((one) => one.directory !== real && one.directory !== named)
  if (left.length === known.length)
    throw fail(
      `${real} is not in the list of trusted directories.`,
      '`tfsso trust --list` prints the list. To remove a directory that TFSSO_TRUST names, change that variable.',
    )
  writeTrustList(process.env, left)
  tell(`${real} is no longer trusted.`)
  return 0
}

function realDirectory(directory: string): string {
  requireText({ 'The directory': directory })
  try {
    const real = fs.realpathSync(directory)
    if (real.includes('\n'))
      throw misconfigured('The name of the directory has a newline.', 'Rename it.')
    if (fs.statSync(real).isDirectory()) return real
  } catch (error) {
    if (error instanceof Problem) throw error
    throw misconfigured(
      `${directory} cannot be accessed: ${errorCode(error)}.`,
      'Name a directory.',
    )
  }
  throw misconfigured(`${directory} is not a directory.`, 'Name a directory.')
}

function renderTrusted(known: readonly TrustedDirectory[], bySetting: readonly string[]): string {
  const lines = [
    ...known.map((one) =>
      isStillTrusted(one)
        ? one.directory
        : `${one.directory} (no longer trusted: it was removed, or has another owner)`,
    ),
    ...bySetting.map((directory) => `${directory} (TFSSO_TRUST)`),
  ]
  return lines.map((line) => `${printableLine(line)}\n`).join('')
}
