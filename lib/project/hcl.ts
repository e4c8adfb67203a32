import v8 from 'node:v8'
import { misconfigured } from '../support/problem.ts'

/**
 * Parses HCL into plain values: blocks become arrays, expressions stay text (`"${var.x}"`). The one
 * place that knows the parser (@cdktn/hcl2json, the maintained fork, has the same `parse`); it is
 * loaded only where something must be parsed. Bad HCL is a Problem (78) with file, line and column.
 */
export async function parseHcl(file: string, text: string): Promise<Record<string, unknown>> {
  // Without this node waits about 225 ms at exit for the optimising WASM compiler.
  v8.setFlagsFromString('--liftoff-only')
  // A default import: that is all a bundle has of a CommonJS module.
  const { parse } = (await import('@cdktf/hcl2json')).default
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
  const [, line, column, text] = match
  return `${file}, line ${line}, column ${column}: ${text}`
}
