import fs from 'node:fs'
import path from 'node:path'
import { listDirectory, sha256 } from './files.ts'
import { exitCode, Problem } from './problem.ts'
import { describeSelf, type ProcessIdentity } from './process-identity.ts'

/*
 * The files of a lock (lock.ts): `N`, who holds the generation; `N.doing`, what takes long; `N.done`,
 * how it ended. Each appears whole.
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

/** The steady clock that all processes of this machine share, ms. */
export function steadyMs(): number {
  return Number(process.hrtime.bigint() / 1_000_000n)
}

export function readOutcome(directory: string, generation: number): Outcome {
  try {
    return JSON.parse(readText(path.join(directory, `${generation}.done`)) ?? '{}')
  } catch {
    return {}
  }
}

export function readHolder(directory: string, generation: number): ProcessIdentity | undefined {
  try {
    return JSON.parse(readText(path.join(directory, String(generation))) ?? '')
  } catch {
    return undefined
  }
}

/** Creates the generation if nobody has, and nobody has gone further meanwhile. */
export async function claim(directory: string, generation: number): Promise<boolean> {
  const file = path.join(directory, String(generation))
  const self = JSON.stringify(await describeSelf())
  try {
    fs.mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw unusable(directory, error)
  }
  try {
    createWhole(file, self)
  } catch (error) {
    // Somebody was faster, or removed the directory, which anyone may at any time.
    if (['EEXIST', 'ENOENT'].includes(codeOf(error))) return false
    throw unusable(directory, error)
  }
  if (highest(directory) !== generation) {
    fs.rmSync(file, { force: true })
    return false
  }
  clean(directory, generation - keptGenerations)
  return true
}

/** Creates a file with its content, in one step that fails where the name exists (EEXIST). */
function createWhole(file: string, content: string): void {
  const temporary = temporaryName(file)
  try {
    fs.writeFileSync(temporary, content, { mode: 0o600 })
    fs.linkSync(temporary, file)
  } catch (error) {
    if (!noLinks.has(codeOf(error))) throw error
    // Two steps: whoever is killed in between leaves an empty file, which is dead after a while.
    fs.writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
  } finally {
    fs.rmSync(temporary, { force: true })
  }
}

/** What link(2) says on a filesystem that has no hard links. */
const noLinks = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP'])

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? ''

function unusable(directory: string, error: unknown): Problem {
  return new Problem(
    exitCode.busy,
    `No lock can be had at ${directory} (${codeOf(error)}).`,
    'It must be a directory that you can write to, on a disk that is not full.',
  )
}

/** Removes what is older than a generation, and temporary files that a killed process left. */
function clean(directory: string, before: number): void {
  for (const name of listDirectory(directory)) {
    const file = path.join(directory, name)
    const left =
      name.startsWith('.') &&
      Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 86_400_000
    if (left || (/^\d+(\.|$)/.test(name) && Number.parseInt(name, 10) < before))
      fs.rmSync(file, { force: true, recursive: true })
  }
}

function temporaryName(file: string): string {
  const unique = sha256(`${process.pid} ${Math.random()}`).slice(0, 12)
  return path.join(path.dirname(file), `.${process.pid}-${unique}`)
}

export function writeWhole(file: string, content: string): void {
  const temporary = temporaryName(file)
  try {
    fs.writeFileSync(temporary, content, { mode: 0o600 })
    fs.renameSync(temporary, file)
  } catch {
    // The directory has gone or the disk is full: a dead holder is seen by its pid.
    fs.rmSync(temporary, { force: true })
  }
}

export function readText(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return undefined
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
