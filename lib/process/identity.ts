import fs from 'node:fs'
import os from 'node:os'
import { orElse } from '../text/attempt.ts'

/** Distinguishes a process from a later one with the same pid. */
export interface ProcessIdentity {
  pid: number
  /** start time in the system's own form, only for comparing; empty if unknown */
  start: string
  /** the machine or container of the pid (`pidSpace`) */
  space: string
  /** the terminal on its stderr, where its messages appear */
  terminal?: string | undefined
}

function ownTerminal(): string | undefined {
  // Don't use node:tty: it loads all of node:net.
  try {
    const stat = fs.fstatSync(2)
    return stat.isCharacterDevice() && stat.rdev !== devNull()
      ? `${stat.dev}:${stat.rdev}`
      : undefined
  } catch {
    return undefined // stderr is closed
  }
}

const devNull = () => fs.statSync('/dev/null').rdev

/** Names the space in which pids are unique. Each machine has its own space, and usually each container, too. */
export function pidSpace(): string {
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${boot} ${fs.readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return os.hostname()
  }
}

/** Whether this system shows which processes run. Linux without /proc, as in some chroot environments, does not. */
export function seesProcesses(): boolean {
  return process.platform !== 'linux' || startTimeFromProc(process.pid) !== undefined
}

/** undefined if unknown, or if the process has ended. A zombie counts as ended. */
async function startTime(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? startTimeFromProc(pid) : await startTimeFromPs(pid)
}

/** The fields of /proc/PID/stat from field 3 (state) on. */
export function statFields(pid: number | 'self'): string[] | undefined {
  const stat = orElse(() => fs.readFileSync(`/proc/${pid}/stat`, 'utf8'), undefined)
  // The command's name, in parentheses, can contain any character, so count the fields after it.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
}

/** Field 22 (starttime) of /proc/PID/stat, proc(5). undefined for an ended process or a zombie, and without /proc. */
export function startTimeFromProc(pid: number): string | undefined {
  const [state = 'X', ...others] = statFields(pid) ?? []
  return 'ZX'.includes(state) ? undefined : others[18]
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

export function describeSelf(): Promise<ProcessIdentity> {
  self ??= startTime(process.pid).then((start) => ({
    pid: process.pid,
    start: start ?? '',
    space: pidSpace(),
    terminal: ownTerminal(),
  }))
  return self
}

/** undefined if unknown, for example without /proc. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean | undefined> {
  const self = await describeSelf()
  if (identity.space !== self.space || identity.start === '' || self.start === '') return undefined
  return (await startTime(identity.pid)) === identity.start
}
