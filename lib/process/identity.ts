import fs from 'node:fs'
import os from 'node:os'

/** A process that can't be mistaken for a later one of the same pid. */
export interface ProcessIdentity {
  pid: number
  /** when it started, in whatever unit the system keeps; only compared for equality */
  start: string
  /** the machine, boot and pid namespace in which the pid means something */
  space: string
  /** the terminal that its stderr is, if it is one: whoever reads there sees what it says */
  terminal?: string | undefined
}

function ownTerminal(): string | undefined {
  // Asking node:tty would load all of node:net.
  try {
    const stat = fs.fstatSync(2)
    return stat.isCharacterDevice() && stat.rdev !== devNull()
      ? `${stat.dev}:${stat.rdev}`
      : undefined
  } catch {
    return undefined // closed
  }
}

const devNull = () => fs.statSync('/dev/null').rdev

/** Where pids mean the same: a container or another host has another space. */
export function pidSpace(): string {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${fs.readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return os.hostname()
  }
}

/** Whether it can be told here which processes run: on Linux by /proc, which a chroot may not have. */
export function seesProcesses(): boolean {
  return process.platform !== 'linux' || startTimeFromProc(process.pid) !== undefined
}

/** When a process started; undefined if it is gone, or only waits for its parent to take notice. */
async function startTime(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? startTimeFromProc(pid) : await startTimeFromPs(pid)
}

/** Field 3 (state) and field 22 (starttime) of /proc/PID/stat, proc(5); undefined for a zombie, too. */
export function startTimeFromProc(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command's name, in brackets, may hold anything; the fields count from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return 'ZX'.includes(fields[0] ?? '') ? undefined : fields[19]
  } catch {
    return undefined
  }
}

async function startTimeFromPs(pid: number): Promise<string | undefined> {
  const { execa } = await import('execa')
  const { stdout, failed } = await execa('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
    env: { LC_ALL: 'C', TZ: 'UTC' },
    reject: false,
  })
  const [, state, start] = /^\s*(\S+)\s+(.*\S)/.exec(stdout ?? '') ?? []
  return failed || state?.startsWith('Z') ? undefined : start
}

let self: Promise<ProcessIdentity> | undefined

/** This process. */
export function describeSelf(): Promise<ProcessIdentity> {
  self ??= startTime(process.pid).then((start) => ({
    pid: process.pid,
    start: start ?? '',
    space: pidSpace(),
    terminal: ownTerminal(),
  }))
  return self
}

/** Whether that process still runs; undefined where it can't be known from here, as without /proc. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean | undefined> {
  const self = await describeSelf()
  if (identity.space !== self.space || identity.start === '' || self.start === '') return undefined
  return (await startTime(identity.pid)) === identity.start
}
