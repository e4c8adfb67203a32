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
 * A stand-in for terraform. It records how it was started, runs STANDIN_RUN in sh if that is set, copies
 * stdin to stdout if STANDIN_CAT is set, and exits with STANDIN_EXIT. It starts few programs, because it runs thousands
 * of times. A pid may be used again, so each start has its own file.
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

/** The starts recorded in a directory, oldest first. */
export function readStarts(directory: string): Start[] {
  return fs
    .readdirSync(directory)
    .filter((name) => name.endsWith('.args'))
    .map((name) => path.join(directory, name))
    .map((file) => ({ file, at: fs.statSync(file, { bigint: true }).mtimeNs }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .flatMap(({ file, at }) => readOnce(file, at) ?? [])
}

/** The starts that were already read, by file and time, because tests ask for them after each run. */
const known = new Map<string, Start>()

function readOnce(file: string, at: bigint): Start | undefined {
  const key = `${at} ${file}`
  const start = known.get(key) ?? readStart(file)
  if (start) known.set(key, start)
  return start
}

/** The start that a file records; undefined if the file is still being written. */
function readStart(file: string): Start | undefined {
  const [tool = '', pid = '', cwd = '', ...args] = wordsOf(file)
  if (args.pop() !== 'end') return undefined
  const env = Object.fromEntries(
    wordsOf(file.replace(/args$/, 'env')).map((line) => [
      line.slice(0, line.indexOf('=')),
      line.slice(line.indexOf('=') + 1),
    ]),
  )
  return { tool, args, env, pid: Number(pid), cwd }
}

const wordsOf = (file: string) => fs.readFileSync(file, 'utf8').split('\0').slice(0, -1)
