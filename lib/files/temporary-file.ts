import { randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { pidSpace, seesProcesses, startTimeFromProc } from '../process/identity.ts'
import { sha256 } from './digest.ts'
import { errorCode } from './error-code.ts'
import { listDirectory } from './read.ts'

let space: string | undefined
/** Stands for where our pid means something. */
const ownSpace = () => {
  space ??= sha256(pidSpace()).slice(0, 8)
  return space
}

/** A name for a temporary file by which others can tell whether its writer still lives. */
export function temporaryName(): string {
  return `.tfsso-${process.pid}-${ownSpace()}-${randomBytes(6).toString('hex')}.tmp`
}

/** A writer that we can't ask about has died when its file is that old: it is written within ms. */
const abandonedMs = 24 * 3600_000
const cleaned = new Set<string>()

/**
 * Removes the temporary files that killed processes left in a directory, never a living one's; once a
 * process and directory. `nowMs`: the filesystem's time.
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

/** Whether a process of that pid runs: the writer, or by chance another one. */
function mayRun(pid: number): boolean {
  // A zombie takes signals, and an orphan may stay one for long where init is slow.
  if (process.platform === 'linux') return startTimeFromProc(pid) !== undefined
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errorCode(error) !== 'ESRCH'
  }
}
