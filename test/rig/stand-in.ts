import fs from 'node:fs'
import path from 'node:path'

export interface Start {
  tool: string
  args: string[]
  env: Record<string, string>
  pid: number
  cwd: string
}

/**
 * The stand-in for terraform records how it was started. With STANDIN_CAT it copies stdin to stdout. With
 * STANDIN_RUN=CODE it runs CODE in sh. It starts few programs, because the tests start it thousands of times. The files
 * of a start are named after its pid, with a `+` for each earlier start with the same pid.
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

export function placeStandIn(directory: string, names: string[] = ['terraform', 'tofu']): void {
  fs.mkdirSync(directory, { recursive: true })
  for (const name of names) fs.writeFileSync(path.join(directory, name), script, { mode: 0o755 })
}

/** Returns the recorded starts, oldest first. */
export function readStarts(directory: string): Start[] {
  return filesOf(directory).flatMap(readStart)
}

export function readLastStart(directory: string): Start | undefined {
  const files = filesOf(directory)
  for (let file = files.pop(); file !== undefined; file = files.pop()) {
    const [start] = readStart(file)
    if (start) return start
  }
  return undefined
}

function filesOf(directory: string): string[] {
  return fs
    .readdirSync(directory)
    .filter((name) => name.endsWith('.args'))
    .map((name) => path.join(directory, name))
    .map((file) => ({ file, at: fs.statSync(file, { bigint: true }).mtimeNs }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ file }) => file)
}

/** Returns nothing while the file is still being written. */
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
