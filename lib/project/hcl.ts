import { misconfigured } from '../support/problem.ts'

/**
 * Parses HCL into plain values: blocks become arrays, expressions stay text (`"${var.x}"`). The one
 * place that knows the parser (@cdktn/hcl2json, the maintained fork, has the same `parse`); it is
 * loaded only where something must be parsed. Bad HCL is a Problem (78) with file, line and column.
 */
export async function parseHcl(file: string, text: string): Promise<Record<string, unknown>> {
  // Without this node waits about 225 ms at exit for the optimising WASM compiler.
  const v8 = await import('node:v8')
  v8.setFlagsFromString('--liftoff-only')
  // Of a CommonJS module a bundle has the default only, and tsx, which runs the tests, the names only.
  const module = await import('@cdktf/hcl2json')
  const { parse } = module.default ?? module
  try {
    // The name goes only into messages; ours is added by describeSyntaxError.
    return await parse('input', text)
  } catch (error) {
    const syntax = error instanceof Error && describeSyntaxError(file, error.message)
    throw syntax ? misconfigured(syntax) : error
  }
}

/** hcl2json says `parse config: [input:2,6-3,1: Invalid expression; …]`: line 2, column 6. */
function describeSyntaxError(file: string, message: string): string | undefined {
  const match = /^parse config: \[input:(\d+),(\d+)-(?:\d+,)?\d+: ([^\n]*?)\]?$/m.exec(message)
  if (!match) return undefined
  const [, line, column, text = ''] = match
  // Of several only the first; and a second place is shown by its line.
  const first = text.replace(/ input:[\d,-]+: .*$/, '').replace(/input:(\d+),[\d,-]+/g, 'line $1')
  return `${file}, line ${line}, column ${column}: ${first}`
}
