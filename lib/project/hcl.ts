import { say } from '../terminal/say.ts'
import { fail, misconfigured, type Problem, renderProblem } from '../text/problem.ts'
import { requireFlat, tooDeep } from './limits.ts'

/**
 * Parses HCL into plain values: blocks become arrays, and expressions stay text (`"${var.x}"`). Problem (exit code 78)
 * for HCL that is invalid or nested too deep. Ends the process if the parser can't start, for example because memory is
 * short. Also ends it if thousands of operators overflow the parser's stack. @cdktn/hcl2json could replace the parser:
 * it is a maintained fork with the same `parse`.
 */
export async function parseHcl(file: string, text: string): Promise<Record<string, unknown>> {
  requireFlat(file, text)
  const v8 = await import('node:v8')
  for (const flag of forWasm) v8.setFlagsFromString(flag)
  if (parsing === 0) process.on('unhandledRejection', endIfParserFails)
  parsing++
  try {
    // The module is CommonJS: in a bundle it has only the default export, and under tsx only the named ones.
    const module = await import('@cdktf/hcl2json')
    const { parse } = module.default ?? module
    // The parser uses the name only in messages.
    return await parse('input', text)
  } catch (error) {
    // The parser, a Go program, can't continue after a stack overflow: it would crash and print its own stack.
    if (error instanceof RangeError && /call stack/.test(error.message)) endWith(tooDeep(file))
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
 * V8's flags while WASM is compiled. Without the first three, node waits 200 ms at exit for the optimizing compiler.
 * (From Node.js 24 on, the first flag no longer implies the other two.) The last flag skips the check of functions that
 * are never called, which saves 10 ms.
 */
const forWasm = [
  '--liftoff-only',
  '--no-wasm-tier-up',
  '--no-wasm-dynamic-tiering',
  '--wasm-lazy-validation',
]
/** V8's usual flags. start.cjs loads compiled code, which V8 accepts only with these flags. */
const usual = [
  '--no-liftoff-only',
  '--wasm-tier-up',
  '--wasm-dynamic-tiering',
  '--no-wasm-lazy-validation',
]
let parsing = 0

/**
 * The handler of unhandled rejections. If hcl2json's program fails to start, hcl2json waits forever, and only this
 * handler gets the error. So this handler prints a Problem and ends the process.
 */
function endIfParserFails(error: unknown): void {
  if (!(error instanceof Error)) throw error
  const { code = '' } = error as NodeJS.ErrnoException
  const isDamaged = /^Z_/.test(code) // zlib's codes: unpacking failed
  if (!isDamaged && !error.message.includes('WebAssembly')) throw error
  const problem = fail(
    `The parser of HCL cannot start: ${error.message}`,
    isDamaged
      ? "tfsso's installation is damaged: run its install.sh again."
      : 'It needs 2 GB of address space (`ulimit -v`). To run without tfsso, set TFSSO=off.',
  )
  endWith(problem)
}

function endWith(problem: Problem): never {
  say(`${renderProblem(problem)}\n`)
  process.exit(problem.code)
}

/**
 * hcl2json says `parse config: [input:2,6-3,1: Invalid expression; …]` for line 2, column 6. If blocks of one type have
 * different numbers of labels, it names only a block: `Unable to convert Block to JSON: a.b`.
 */
function describeSyntaxError(file: string, message: string): string | undefined {
  const [, block] = /^convert to HCL: .*(?: for "|to JSON: )([^"\n]*)/.exec(message) ?? []
  if (block) return `${file}: ${block}: all blocks of one type need the same number of labels.`
  const match = /^parse config: \[input:(\d+),(\d+)-(?:\d+,)?\d+: ([^\n]*?)\]?$/m.exec(message)
  if (!match) return undefined
  const [, line, column, text = ''] = match
  // Show only the first error. If that error names a second place, show this place's line without its columns.
  const first = text.replace(/ input:[\d,-]+: .*$/, '').replace(/input:(\d+),[\d,-]+/g, 'line $1')
  return `${file}, line ${line}, column ${column}: ${first}`
}

/** JSON if the name ends with .json, otherwise HCL. Throws the errors of `parseHcl` and JSON.parse. */
export async function parseConfiguration(
  file: string,
  text: string,
): Promise<Record<string, unknown>> {
  return file.endsWith('.json') ? JSON.parse(text) : await parseHcl(file, text)
}
