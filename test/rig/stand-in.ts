import fs from 'node:fs'
import path from 'node:path'

/** One start of the stand-in for terraform. */
export interface Start {
  tool: string
  args: string[]
  env: Record<string, string>
  pid: number
  cwd: string
}

/**
 * A stand-in for terraform. It records how it was started. If STANDIN_CAT is set, it copies stdin to stdout. If
 * STANDIN_RUN is set, it runs the text of this variable in sh. It exits with STANDIN_EXIT, by default 0. It starts few
 * programs, because the tests start it thousands of times. The files of a start are named after its pid, with a `+` for
 * each earlier start that had the same pid.
 */
const script = `#!/bin/sh
at="$STANDIN_STARTS/$$"
while [ -e "$at.env" ]; do at="$at+"; done
env -0 >"$at.env"
printf '%s\\0' "\${0##*/}" "$$" "$PWD" "$@" end >"$at.args"
[ -z "\${STANDIN_CAT-}" ] || cat
if [ -n "\${STANDIN_RUN-}" ]; then
  run=$STANDIN_RUN
  unset STANDIN_RUN
  sh -c "$run"
fi
exit "\${STANDIN_EXIT:-0}"
`

/** Puts the stand-in into a directory under each tool's name. */
export function placeStandIn(directory: string, names: string[] = ['terraform', 'tofu']): void {
  fs.mkdirSync(directory, { recursive: true })
  for (const name of names) fs.writeFileSync(path.join(directory, name), script, { mode: 0o755 })
}

/** Returns the starts that are recorded in a directory, oldest first. */
export function readStarts(directory: string): Start[] {
  return filesOf(directory).flatMap(readStart)
}

/** Returns the last start that is recorded in a directory. */
export function readLastStart(directory: string): Start | undefined {
  const files = filesOf(directory)
  for (let file = files.pop(); file !== undefined; file = files.pop()) {
    const [start] = readStart(file)
    if (start) return start
  }
  return undefined
}

/** Returns the files in which starts are recorded, oldest first. */
function filesOf(directory: string): string[] {
  return fs
    .readdirSync(directory)
    .filter((name) => name.endsWith('.args'))
    .map((name) => path.join(directory, name))
    .map((file) => ({ file, at: fs.statSync(file, { bigint: true }).mtimeNs }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ file }) => file)
}

/** Returns the start that is recorded in a file, or no start if the file is still being written. */
function readStart(file: string): Start[] {
  const [tool = '', pid = '', cwd = '', ...args] = wordsOf(file)
  if (args.pop() !== 'end') return []
  const env = Object.fromEntries(
    wordsOf(file.replace(/args$/, 'env')).map((line) => [
      line.slice(0, line.indexOf('=')),
      line.slice(line.indexOf('=') + 1),
    ]),
  )
  return [{ tool, args, env, pid: Number(pid), cwd }]
}

const wordsOf = (file: string) => fs.readFileSync(file, 'utf8').split('\0').slice(0, -1)
