import fs from 'node:fs'
import path from 'node:path'
import { danglingLink } from '../files/dangling-link.ts'
import { errorCode } from '../files/error-code.ts'
import { notWritten } from '../files/not-written.ts'
import { makeDirectories } from '../files/private-directory.ts'
import { lookAt, readIfThere } from '../files/read.ts'
import { replaceFile } from '../files/replace-file.ts'
import { misconfigured } from '../text/problem.ts'

export interface ConfigFile {
  /** perhaps a link */
  file: string
  /** the file to write: the target if `file` is a link, otherwise `file` itself */
  target: string
  /** empty if the file does not exist yet */
  bytes: Buffer
  exists: boolean
  mode: number
}

/** AWS's own tools use the same mode. */
const newFileMode = 0o600

const forAnotherTool =
  'If another tool generates that file, `tfsso configure --print` prints the sections for it.'

/**
 * Problem (exit code 78) if the config can't be read, is no plain file, is a link that leads to itself, or contains a
 * NUL byte, as UTF-16 does.
 */
export function readConfigFile(file: string): ConfigFile {
  try {
    const target = followLinks(file)
    const stat = fs.statSync(target, { throwIfNoEntry: false })
    if (!stat) return { file, target, bytes: Buffer.alloc(0), exists: false, mode: newFileMode }
    if (!stat.isFile())
      throw misconfigured(`${file} is not a plain file.`, 'Move it to another place, or rename it.')
    const bytes = readIfThere(target) ?? Buffer.alloc(0)
    if (bytes.includes(0)) {
      throw misconfigured(
        `${file} is not UTF-8 text (perhaps UTF-16), so AWS tools can't read it either.`,
        'Save it as UTF-8 and run the command again.',
      )
    }
    return { file, target, bytes, exists: true, mode: stat.mode & 0o7777 }
  } catch (error) {
    throw problemOrBug(error, file, 'read')
  }
}

/**
 * The link's last target; `file` itself if it is no link. The target need not exist; realpath would refuse a missing
 * target. Problem (exit code 78) if a link leads to itself.
 */
function followLinks(file: string): string {
  const links = new Set<string>()
  let at = file
  while (lookAt(at)?.isSymbolicLink()) {
    if (links.has(at)) throw misconfigured(`${file} is a link that leads to itself.`, 'Remove it.')
    links.add(at)
    at = path.resolve(fs.realpathSync(path.dirname(at)), fs.readlinkSync(at))
  }
  return at
}

/**
 * Replaces the config, or a link's target, in one step. If `bytes` is empty and the path is no link, removes the
 * config. Returns the backup's path; undefined if there was no old config. Problem (exit code 78) if the config can't
 * be written.
 */
export function writeConfigFile(found: ConfigFile, bytes: Buffer): string | undefined {
  const { file, target, exists, mode } = found
  try {
    if (exists && (mode & 0o200) === 0) throw notWritten(file, 'it is read-only', forAnotherTool)
    makeParent(target)
    const backup = exists ? keepBackup(found) : undefined
    if (bytes.length === 0 && file === target) fs.rmSync(target, { force: true })
    else replaceFile(target, bytes)
    return backup
  } catch (error) {
    throw problemOrBug(error, file, 'written')
  }
}

function makeParent(target: string): void {
  const directory = path.dirname(target)
  try {
    makeDirectories(directory)
  } catch (error) {
    throw danglingLink(directory) ?? error
  }
}

/** `.tfsso-backup` is the newest, then `.tfsso-backup.1` and so on. */
const mostBackups = 3

/**
 * Returns the backup's path. If an older backup has the same contents, makes no new backup and returns the older one's
 * path.
 */
function keepBackup({ file, bytes, mode }: ConfigFile): string {
  const names = Array.from(
    { length: mostBackups },
    (_, number) => `${file}.tfsso-backup${number === 0 ? '' : `.${number}`}`,
  )
  const [newest = ''] = names
  const same = names.find(
    (backup) => lookAt(backup)?.isFile() && readIfThere(backup)?.equals(bytes),
  )
  if (same) return same
  for (const [from, to] of names
    .slice(0, -1)
    .map((name, at) => [name, names[at + 1]])
    .reverse())
    if (from && to && lookAt(from)?.isFile()) fs.renameSync(from, to)
  // Whoever can't read the config must not be able to read its backup.
  const handle = fs.openSync(newest, 'wx', mode & 0o600)
  try {
    fs.writeFileSync(handle, bytes)
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
  return newest
}

function problemOrBug(error: unknown, file: string, done: 'read' | 'written'): unknown {
  const code = errorCode(error)
  if (code === undefined) return error
  return done === 'written'
    ? notWritten(file, code, forAnotherTool)
    : misconfigured(`${file} cannot be read: ${code}.`)
}
