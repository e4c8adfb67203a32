import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { pidSpace, seesProcesses, startTimeFromProc } from '../process/identity.ts'
import { orElse } from '../text/attempt.ts'
import { sha256 } from './digest.ts'
import { errorCode } from './error-code.ts'
import { listDirectory } from './read.ts'

let space: string | undefined
/** Identifies the container or machine in which our pid is unique (`pidSpace`). */
const ownSpace = () => {
  space ??= sha256(pidSpace()).slice(0, 8)
  return space
}

/** The name tells other processes who writes the file, so they can see whether the writer still runs. */
export function temporaryName(): string {
  return `.tfsso-${process.pid}-${ownSpace()}-${randomBytes(6).toString('hex')}.tmp`
}

/** Removes a temporary file. Ignores errors, because they would hide the error of a write that failed. */
export function discard(temporary: string): void {
  orElse(() => fs.rmSync(temporary, { force: true }), undefined)
}

/**
 * If tfsso can't tell whether a file's writer runs, it removes the file after this time. This time is long enough,
 * because writing takes only milliseconds.
 */
const abandonedMs = 24 * 3600_000
const cleaned = new Set<string>()

/** Removes temporary files whose writer no longer runs. `nowMs`: the time on the filesystem's clock. */
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

/** True also for a later process that got the same pid. */
function mayRun(pid: number): boolean {
  // On Linux don't send a signal, because a zombie accepts it although its program has ended. If init is slow, an
  // orphan can stay a zombie for long.
  if (process.platform === 'linux') return startTimeFromProc(pid) !== undefined
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) !== 'ESRCH'
  }
}
