import { writeOutput } from '../terminal/output.ts'

/**
 * `tfsso environment NAME…`, for libexec/print-environment.sh: prints these variables as one JSON
 * object, null for each that is to be unset, as VS Code's terminal.integrated.env and `direnv export
 * json` have it.
 */
export function environment(names: string[]): number {
  const entries = names.map((name) => [name, process.env[name] ?? null])
  writeOutput(`${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`)
  return 0
}
