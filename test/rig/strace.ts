import { execFileSync } from 'node:child_process'
import fs from 'node:fs'

export interface Exec {
  pid: number
  file: string
  argv: string
  env: string
  /** the soft limit for core files, for example "0" or "RLIM64_INFINITY"; undefined if it is not in the trace */
  core: string | undefined
}

export const hasStrace = (() => {
  try {
    execFileSync('strace', ['-f', '--seccomp-bpf', '-o', '/dev/null', 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/**
 * Returns a command that raises the soft limit for core files to the hard limit, and runs a line of sh under strace.
 * strace records each started program with all its variables.
 */
export function traced(log: string, line: string): string {
  return `ulimit -S -c "$(ulimit -H -c)"; exec strace -f --seccomp-bpf -v -s 65536 -e trace=execve,prlimit64,setrlimit,clone,clone3,vfork,fork -e signal=none -o '${log}' sh -c '${line.replaceAll("'", "'\\''")}'`
}

export function readTrace(log: string): Exec[] {
  const found: Exec[] = []
  const core = new Map<number, string>()
  for (const line of fs.readFileSync(log, 'utf8').split('\n')) {
    const [, pid = '', call = ''] = /^(\d+) +(.*)$/.exec(line) ?? []
    const child = /^(?:clone3?|v?fork|<\.\.\. (?:clone3?|v?fork) resumed>).*= (\d+)$/.exec(
      call,
    )?.[1]
    const known = core.get(Number(pid))
    if (child !== undefined && known !== undefined) core.set(Number(child), known)
    const limit = /RLIMIT_CORE, \{rlim_cur=([^,]+),/.exec(call)?.[1]
    if (limit !== undefined) core.set(Number(pid), limit)
    const exec =
      /^execve\("((?:[^"\\]|\\.)*)", (\[.*?\]), (\[.*\])(?:\) = 0| <unfinished \.\.\.>)$/.exec(call)
    if (!exec) continue
    const [, file = '', argv = '', env = ''] = exec
    found.push({ pid: Number(pid), file, argv, env, core: core.get(Number(pid)) })
  }
  return found
}
