import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import type { Canaries } from './hostile-text.ts'

/**
 * A function of sh that prints each argument and a NUL. It must start no program. So it uses `print` if the shell has
 * it: mksh has no built-in printf.
 */
const emit = `if (print -rn -- x) >/dev/null 2>&1; then
  emit() { for emitted; do print -rn -- "$emitted"; print -n '\\000'; done; }
else
  emit() { for emitted; do printf '%s\\0' "$emitted"; done; }
fi
`

/**
 * Runs a script in one shell, and returns what the script emitted. PATH has only canaries: programs that just record
 * that they were run (hostile-text.ts). Throws if the script fails, runs a canary or creates a file, or if anything
 * appears on stderr.
 */
export function runBatch(shell: readonly string[], script: string, canaries: Canaries): string[] {
  const [file = '', ...options] = shell
  // Put the script into a file, because bash would read it from a pipe byte by byte.
  const program = `${canaries.directory}.sh`
  fs.writeFileSync(program, emit + script)
  const { status, stdout, stderr } = spawnSync(absolute(file), [...options, program], {
    cwd: canaries.directory,
    env: canaries.env(),
    maxBuffer: 2 ** 30,
  })
  const sung = canaries.sung()
  if (status !== 0 || stderr.length > 0 || sung.length > 0)
    throw new Error(`${file}: ended with ${status}, sang ${sung}, said: ${stderr}`)
  return stdout.toString('utf8').split('\0').slice(0, -1)
}

function absolute(file: string): string {
  const { stdout } = spawnSync('/bin/sh', ['-c', 'command -v "$1"', 'sh', file])
  return stdout.toString().trim()
}
