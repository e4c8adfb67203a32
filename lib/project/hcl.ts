import { errorCode } from '../files/error-code.ts'
import { say } from '../terminal/say.ts'
import { fail, misconfigured, type Problem, renderProblem } from '../text/problem.ts'
import { requireFlat, tooDeep } from './limits.ts'

/**
 * Parses HCL into plain values: blocks become arrays, and expressions stay text (`"${var.x}"`). Problem (exit code 78)
 * for a text that is nested too deep, and for invalid HCL (the message names file, line and column). Two failures end
 * the process: the parser can't start, for example because memory is short (exit code 1), or its stack overflows
 * because of thousands of operators in one expression (exit code 78). The parser is loaded only when something must be
 * parsed. Only this file imports it. (@cdktn/hcl2json, a maintained fork of the parser, has the same `parse`, so it
 * could replace the parser.)
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
    // The parser uses the file's name only in its messages. describeSyntaxError adds the real name.
    return await parse('input', text)
  } catch (error) {
    // The stack has overflowed. The parser, a Go program, can't continue: it would crash and print its own stack.
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
 * (From Node.js 24 on, the first flag no longer implies the second and the third.) With the last flag, V8 does not
 * check functions that are never called, which saves 10 ms.
 */
const forWasm = [
  '--liftoff-only',
  '--no-wasm-tier-up',
  '--no-wasm-dynamic-tiering',
  '--wasm-lazy-validation',
]
/** V8's flags at all other times. start.cjs loads compiled code, which V8 accepts only with these flags. */
const usual = [
  '--no-liftoff-only',
  '--wasm-tier-up',
  '--wasm-dynamic-tiering',
  '--no-wasm-lazy-validation',
]
let parsing = 0

/**
 * hcl2json starts its program when node loads hcl2json. If the program fails to start, hcl2json would wait forever, and
 * no code could catch the error. So this function prints the failure as a Problem and ends the process. It throws any
 * other error again.
 */
function endIfParserFails(error: unknown): void {
  const isDamaged = errorCode(error)?.startsWith('Z_') // zlib's codes: unpacking failed
  if (!(error instanceof Error) || !(isDamaged || error.message.includes('WebAssembly')))
    throw error
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
 * The text for a syntax error; undefined for any other message. hcl2json says
 * `parse config: [input:2,6-3,1: Invalid expression; …]`: line 2, column 6. It can't convert blocks of one type to JSON
 * if they have different numbers of labels. Then it names a block, but no line: `Unable to convert Block to JSON: a.b`.
 */
function describeSyntaxError(file: string, message: string): string | undefined {
  const [, block] = /^convert to HCL: .*(?: for "|to JSON: )([^"\n]*)/.exec(message) ?? []
  if (block) return `${file}: ${block}: all blocks of one type need the same number of labels.`
  const match = /^parse config: \[input:(\d+),(\d+)-(?:\d+,)?\d+: ([^\n]*?)\]?$/m.exec(message)
  if (!match) return undefined
  const [, line, column, text = ''] = match
  // Show only the first of several errors. If an error names a second place, show only the line of that place.
  const first = text.replace(/ input:[\d,-]+: .*$/, '').replace(/input:(\d+),[\d,-]+/g, 'line $1')
  return `${file}, line ${line}, column ${column}: ${first}`
}

/**
 * Parses a configuration file: as JSON if its name ends with .json, otherwise as HCL. Throws the errors of `parseHcl`
 * and JSON.parse.
 */
export async function parseConfiguration(
  file: string,
  text: string,
): Promise<Record<string, unknown>> {
  return file.endsWith('.json') ? JSON.parse(text) : await parseHcl(file, text)
}
