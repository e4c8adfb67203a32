import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { pidSpace, seesProcesses, startTimeFromProc } from '../process/identity.ts'
import { sha256 } from './digest.ts'
import { errorCode } from './error-code.ts'
import { listDirectory } from './read.ts'

let space: string | undefined
/** A short name for this container or machine (`pidSpace`). Our pid is unique only within it. */
const ownSpace = () => {
  space ??= sha256(pidSpace()).slice(0, 8)
  return space
}

/**
 * A name for a temporary file. It tells other processes which process writes the file, so they can see whether that
 * process still runs.
 */
export function temporaryName(): string {
  return `.tfsso-${process.pid}-${ownSpace()}-${randomBytes(6).toString('hex')}.tmp`
}

/**
 * If we can't tell whether a file's writer runs, a file older than this counts as left behind. To write a file takes
 * only milliseconds.
 */
const abandonedMs = 24 * 3600_000
const cleaned = new Set<string>()

/**
 * In a directory, removes each temporary file whose writer no longer runs. If tfsso can't tell whether the writer runs,
 * the file's age decides (`abandonedMs`). Each process does this at most once for each directory. `nowMs`: the present
 * time on the filesystem's clock.
 */
export function removeLeftovers(directory: string, nowMs: number): void {
  if (cleaned.has(directory)) return
  cleaned.add(directory)
  for (const name of listDirectory(directory)) {
    const [, pid, space] = /^\.tfsso-(\d+)-([0-9a-f]{8})-[0-9a-f]+\.tmp$/.exec(name) ?? []
    if (pid === undefined) continue
    const file = path.join(directory, name)
    const left =
      space === ownSpace() && seesProcesses()
        ? !mayRun(Number(pid))
        : nowMs - (fs.lstatSync(file, { throwIfNoEntry: false })?.mtimeMs ?? nowMs) > abandonedMs
    if (left) fs.rmSync(file, { force: true, recursive: true })
  }
}

/** Whether a process with this pid runs. It could also be a later process that got the same pid. */
function mayRun(pid: number): boolean {
  // On Linux don't send a signal: a zombie still accepts it, and an orphan can stay a zombie for long if init is slow.
  if (process.platform === 'linux') return startTimeFromProc(pid) !== undefined
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) !== 'ESRCH'
  }
}
