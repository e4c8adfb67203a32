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
 * stdin to stdout if STANDIN_CAT is set, and exits with STANDIN_EXIT.
 */
const script = `#!/bin/sh
at="$STANDIN_STARTS/$$.$(date +%s%N)"
printf '%s\\0' "\${0##*/}" "$$" "$(pwd; echo .)" "$@" >"$at.args.tmp"
env -0 >"$at.env"
mv "$at.args.tmp" "$at.args"
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
  const names = fs.readdirSync(directory).filter((name) => name.endsWith('.args'))
  const time = (name: string) => BigInt(name.split('.')[1] ?? 0)
  names.sort((a, b) => (time(a) < time(b) ? -1 : 1))
  return names.map((name) => {
    const file = path.join(directory, name)
    const [tool = '', pid = '', cwd = '', ...args] = fs
      .readFileSync(file, 'utf8')
      .split('\0')
      .slice(0, -1)
    const variables = fs.readFileSync(file.replace(/args$/, 'env'), 'utf8').split('\0').slice(0, -1)
    const env = Object.fromEntries(
      variables.map((line) => [
        line.slice(0, line.indexOf('=')),
        line.slice(line.indexOf('=') + 1),
      ]),
    )
    return { tool, args, env, pid: Number(pid), cwd: cwd.replace(/\n\.$/, '') }
  })
}
