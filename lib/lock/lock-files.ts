import fs from 'node:fs'
import path from 'node:path'
import { errorCode, listDirectory, readOwn, reasonFor } from '../files/files.ts'
import { removeLeftovers, temporaryName } from '../files/write-private.ts'
import { describeSelf, type ProcessIdentity } from '../process/identity.ts'
import { exitCode, Problem } from '../text/problem.ts'

/*
 * The files of a lock (lock.ts): `N`, who holds the generation; `N.doing`, what takes long; `N.new`,
 * what its holder is about to put in the place of what the lock protects; `N.done`, how it ended. Each
 * but `N.new` appears whole.
 */

/** How a generation ended. A failure is shared with all who were there before it. */
export interface Outcome {
  failure?: Pick<Problem, 'code' | 'message' | 'advice'>
  /** when, on the steady clock of `space` (CLOCK_MONOTONIC, which processes share), ms */
  atMs?: number
  space?: string
}

/** Generations kept behind the highest, for those who still want to read how they ended. */
const keptGenerations = 64

/** The highest generation, 0 where there is none yet. */
export function highest(directory: string): number {
  const numbers = listDirectory(directory).filter((name) => /^[1-9]\d{0,14}$/.test(name))
  return Math.max(0, ...numbers.map(Number))
}

/** How a generation ended; undefined while it has not, or where what stands there makes no sense. */
export function readOutcome(directory: string, generation: number): Outcome | undefined {
  return readObject<Outcome>(path.join(directory, `${generation}.done`), isOutcome)
}

function isOutcome(value: Partial<Outcome>): boolean {
  const { failure } = value
  return failure === undefined || Array.isArray(failure?.advice)
}

/** Who holds a generation; undefined where that makes no sense. */
export function readHolder(directory: string, generation: number): ProcessIdentity | undefined {
  return readObject<ProcessIdentity>(
    path.join(directory, String(generation)),
    ({ pid, start, space }) =>
      Number.isInteger(pid) && typeof start === 'string' && typeof space === 'string',
  )
}

function readObject<T extends object>(
  file: string,
  makesSense: (value: Partial<T>) => boolean,
): T | undefined {
  try {
    const value = JSON.parse(readOwn(file) ?? '')
    return typeof value === 'object' && value !== null && makesSense(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** What the holder of a generation announced. */
export function readAnnouncement(directory: string, generation: number): string | undefined {
  return readOwn(path.join(directory, `${generation}.doing`))
}

/** Where the holder of a generation writes what is to be put in place (`HeldLock.replace`). */
export function stageOf(directory: string, generation: number): string {
  return path.join(directory, `${generation}.new`)
}

/** Creates the generation if nobody has, and nobody has gone further meanwhile. */
export async function claim(directory: string, generation: number): Promise<boolean> {
  const file = path.join(directory, String(generation))
  const self = JSON.stringify(await describeSelf())
  prepare(directory)
  try {
    createWhole(file, self)
  } catch (error) {
    // Somebody was faster, or removed the directory, which anyone may at any time.
    if (['EEXIST', 'ENOENT'].includes(errorCode(error) ?? '')) return false
    throw unusable(directory, errorCode(error))
  }
  if (highest(directory) !== generation) {
    fs.rmSync(file, { force: true })
    return false
  }
  clean(directory, generation)
  return true
}

/** Makes the directory, or makes sure that it is one of ours, and closed. */
function prepare(directory: string): void {
  try {
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw unusable(directory, reasonFor(directory, error))
  }
  const stat = fs.lstatSync(directory, { throwIfNoEntry: false })
  if (!stat) return // removed, which is seen soon
  if (!stat.isDirectory()) throw unusable(directory, 'it is no directory')
  if (stat.uid !== process.getuid?.()) throw unusable(directory, "it is another user's")
  if ((stat.mode & 0o077) === 0) return
  try {
    fs.chmodSync(directory, 0o700)
  } catch (error) {
    throw unusable(directory, errorCode(error))
  }
}

/** Creates a file with its content, in one step that fails where the name exists (EEXIST). */
function createWhole(file: string, content: string): void {
  const temporary = temporaryBeside(file)
  try {
    fs.writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' })
    fs.linkSync(temporary, file)
  } catch (error) {
    if (!noLinks.has(errorCode(error) ?? '')) throw error
    // Two steps: whoever is killed in between leaves an empty file, which is dead after a while.
    fs.writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
  } finally {
    fs.rmSync(temporary, { force: true })
  }
}

/** What link(2) says on a filesystem that has no hard links. */
const noLinks = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])

function unusable(directory: string, why: string | undefined): Problem {
  return new Problem(
    exitCode.busy,
    `No lock can be had at ${directory} (${why}).`,
    'It must be a directory that you can write to, on a disk that is not full.',
  )
}

/**
 * Removes what those before a generation had not put in place yet, so that none of them can any more;
 * what is old; and temporary files that a killed process left.
 */
function clean(directory: string, generation: number): void {
  for (const name of listDirectory(directory)) {
    const [, number = '', kind] = /^(\d+)(\..*)?$/.exec(name) ?? []
    const before = kind === '.new' ? generation : generation - keptGenerations
    if (number !== '' && Number(number) < before)
      fs.rmSync(path.join(directory, name), { force: true, recursive: true })
  }
  const now = fs.statSync(directory, { throwIfNoEntry: false })
  if (now) removeLeftovers(directory, now.mtimeMs)
}

const temporaryBeside = (file: string) => path.join(path.dirname(file), temporaryName())

export function writeWhole(file: string, content: string): void {
  const temporary = temporaryBeside(file)
  try {
    fs.writeFileSync(temporary, content, { mode: 0o600, flag: 'wx' })
    fs.renameSync(temporary, file)
  } catch {
    // The directory has gone or the disk is full: a dead holder is seen by its pid.
    fs.rmSync(temporary, { force: true })
  }
}

export function touch(file: string): void {
  try {
    const now = new Date()
    fs.utimesSync(file, now, now)
  } catch {
    // gone
  }
}
