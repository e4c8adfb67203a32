import { say } from '../terminal/say.ts'
import { exitCode, misconfigured, Problem, renderProblem } from '../text/problem.ts'
import { requireFlat } from './limits.ts'

/**
 * Parses HCL into plain values: blocks become arrays, expressions stay text (`"${var.x}"`). The one
 * place that knows the parser (@cdktn/hcl2json, the maintained fork, has the same `parse`); it is
 * loaded only where something must be parsed. Bad HCL is a Problem (78) with file, line and column;
 * so is what is nested too deep. A parser that can't start, as for want of memory,
 * ends the process (1).
 */
export async function parseHcl(file: string, text: string): Promise<Record<string, unknown>> {
  requireFlat(file, text)
  const v8 = await import('node:v8')
  for (const flag of forWasm) v8.setFlagsFromString(flag)
  if (parsing === 0) process.on('unhandledRejection', endIfParserFails)
  parsing++
  try {
    // Of a CommonJS module a bundle has the default only, and tsx, which runs the tests, the names only.
    const module = await import('@cdktf/hcl2json')
    const { parse } = module.default ?? module
    // The name goes only into messages; ours is added by describeSyntaxError.
    return await parse('input', text)
  } catch (error) {
    const syntax = error instanceof Error && describeSyntaxError(file, error.message)
    throw syntax ? misconfigured(syntax) : error
  } finally {
    parsing--
    if (parsing === 0) {
      for (const flag of usual) v8.setFlagsFromString(flag)
      process.removeListener('unhandledRejection', endIfParserFails)
    }
  }
}

/**
 * V8's flags while WASM is compiled. Without the first three, node waits 200 ms at exit for the optimizing compiler
 * (from Node.js 24 on, the first no longer implies the next two); with the last, functions that are never called are
 * not even looked at (10 ms).
 */
const forWasm = [
  '--liftoff-only',
  '--no-wasm-tier-up',
  '--no-wasm-dynamic-tiering',
  '--wasm-lazy-validation',
]
/** As they were: with other flags V8 takes no compiled code (start.cjs). */
const usual = [
  '--no-liftoff-only',
  '--wasm-tier-up',
  '--wasm-dynamic-tiering',
  '--no-wasm-lazy-validation',
]
let parsing = 0

/**
 * hcl2json starts when it is loaded, and waits for that without an end: a failure is nobody's to catch. So it ends the
 * process, as a Problem would.
 */
function endIfParserFails(error: unknown): void {
  if (!(error instanceof Error) || !error.message.includes('WebAssembly')) throw error
  const problem = new Problem(
    exitCode.failure,
    `The parser of HCL cannot start: ${error.message}`,
    'It needs 2 GB of address space (`ulimit -v`). TFSSO=off runs without tfsso.',
  )
  say(`${renderProblem(problem)}\n`)
  process.exit(problem.code)
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
