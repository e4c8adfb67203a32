import { text } from 'node:stream/consumers'
import { writeOutput } from '../terminal/output.ts'
import { renderJson } from '../text/json.ts'
import { unquoteFromShell } from '../text/quote.ts'

/**
 * `tfsso environment`, for libexec/env.sh: reads lines for sh from stdin, and prints one JSON object. The object has
 * null for each variable to unset. VS Code's terminal.integrated.env and `direnv export json` use the same form.
 */
export async function environment(): Promise<number> {
  writeOutput(renderJson(readAssignments(await text(process.stdin))))
  return 0
}

/** Reads `export NAME='value'` and `unset NAME` (null). */
export function readAssignments(lines: string): Record<string, string | null> {
  const line = /^(?:export (\w+)=('(?:[^']|'\\'')*')|unset (\w+))$/gm
  return Object.fromEntries(
    [...lines.matchAll(line)].map(([, name, word = '', unset]) =>
      name === undefined ? [unset, null] : [name, unquoteFromShell(word)],
    ),
  )
}
