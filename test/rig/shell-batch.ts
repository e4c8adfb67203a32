import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import type { Canaries } from './hostile-text.ts'

/** Prints each argument and a NUL, and starts no program. mksh has no built-in printf, but `print`. */
const emit = `if (print -rn -- x) >/dev/null 2>&1; then
  emit() { for emitted; do print -rn -- "$emitted"; print -n '\\000'; done; }
else
  emit() { for emitted; do printf '%s\\0' "$emitted"; done; }
fi
`

/**
 * Runs a script in one shell. Returns the arguments that the script gave to `emit`. PATH has only canaries
 * (hostile-text.ts). Throws if the script fails, runs a canary, creates a file, or prints on stderr.
 */
export function runBatch(shell: readonly string[], script: string, canaries: Canaries): string[] {
  const [file = '', ...options] = shell
  // The script is in a file, because bash reads a script from a pipe byte by byte.
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
