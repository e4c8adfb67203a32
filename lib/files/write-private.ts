import fs from 'node:fs'
import path from 'node:path'
import { misconfigured, type Problem } from '../text/problem.ts'
import { errorCode } from './error-code.ts'
import { notWritten } from './not-written.ts'
import { discard, removeLeftovers, temporaryName } from './temporary-file.ts'

export interface PrivateFileOptions {
  /**
   * ms since 1970 on this machine's clock. If the filesystem's clock (a file server's) differs by more than 2 s, the
   * time is converted to that clock.
   */
  mtimeMs?: number
  /** The file can't be made again. So it is flushed to the disk, and a directory in its place is not removed. */
  precious?: boolean
  /** The temporary file, by default beside the file. It must be on the same filesystem. */
  stage?: string
  /** Called just before the file is replaced. If it returns true, the file is not changed. */
  unless?: () => boolean
}

/**
 * Writes a file that only its owner can read, in one step (rename). A link in its place is replaced, not followed.
 * Returns false if `unless` returned true or another process has removed `stage`. Problem (exit code 78) if the file
 * can't be written.
 */
export function writePrivate(
  file: string,
  content: string,
  { mtimeMs, precious = false, stage, unless }: PrivateFileOptions = {},
): boolean {
  const directory = path.dirname(file)
  const temporary = stage ?? path.join(directory, temporaryName())
  try {
    if (stage) fs.rmSync(stage, { force: true })
    const handle = fs.openSync(temporary, 'wx', 0o600)
    try {
      removeLeftovers(directory, fs.fstatSync(handle).mtimeMs)
      fs.writeFileSync(handle, content)
      if (mtimeMs !== undefined) setTime(handle, mtimeMs)
      if (precious) fs.fsyncSync(handle)
    } finally {
      fs.closeSync(handle)
    }
    if (unless?.()) {
      fs.rmSync(temporary, { force: true })
      return false
    }
    replace(temporary, file, precious)
    return true
  } catch (error) {
    discard(temporary)
    if (stage && errorCode(error) === 'ENOENT' && fs.existsSync(directory)) return false
    const code = errorCode(error)
    throw code === undefined ? error : unwritable(file, code)
  }
}

function replace(temporary: string, file: string, precious: boolean): void {
  try {
    fs.renameSync(temporary, file)
  } catch (error) {
    if (precious || !['EISDIR', 'ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) throw error
    // Remove a directory in the file's place: a file that is not precious is in our cache, which can be made again.
    fs.rmSync(file, { recursive: true })
    fs.renameSync(temporary, file)
  }
}

function unwritable(file: string, code: string): Problem {
  if (code === 'EISDIR')
    return misconfigured(`${file} is a directory.`, 'Remove it and run the command again.')
  return notWritten(
    file,
    code,
    'Set HOME, or XDG_CACHE_HOME, to a directory that you can write to.',
  )
}

function setTime(handle: number, localMs: number): void {
  const offset = fs.fstatSync(handle).mtimeMs - Date.now()
  const seconds = (localMs + (Math.abs(offset) > 2_000 ? offset : 0)) / 1000
  fs.futimesSync(handle, seconds, seconds)
}
