import fs from 'node:fs'
import test from 'ava'
import { errorCode } from '../../../lib/files/error-code.ts'
import { fail } from '../../../lib/text/problem.ts'

/** Runs something that throws. */
function thrown(run: () => unknown): unknown {
  try {
    run()
  } catch (error) {
    return error
  }
  return undefined
}

const rows: [what: string, error: unknown, code: string | undefined][] = [
  ['a system error', thrown(() => fs.readFileSync('/nowhere')), 'ENOENT'],
  ['a code with a digit', Object.assign(new Error(), { code: 'E2BIG' }), 'E2BIG'],
  ["proper-lockfile's error", Object.assign(new Error(), { code: 'ELOCKED' }), 'ELOCKED'],
  ['a wrong argument', thrown(() => fs.readFileSync({} as string)), undefined],
  ['a NUL byte in a path', thrown(() => fs.readFileSync('a\0b')), undefined],
  ['a Problem', fail('x'), undefined],
  ['any other error', new TypeError('x'), undefined],
  ['no error', undefined, undefined],
]
for (const [what, error, code] of rows) {
  test(`the code of ${what}`, (t) => t.is(errorCode(error), code))
}
