import fs from 'node:fs'
import anyTest, { type ExecutionContext } from 'ava'

export type Run = (t: ExecutionContext<unknown>) => void | Promise<void>
export type TestLike = (title: string, run: Run) => void

/**
 * Returns a `test` that is skipped if `isThere` is false. `npm test` lists skipped tests at its end. The tests of a
 * file run one after the other, because terraform takes a whole core. Use `.concurrent` for tests that mostly wait.
 */
export function needs(what: string, isThere: boolean) {
  const serial: TestLike = (title, run) => declare(title, run, anyTest.serial)
  const concurrent: TestLike = (title, run) => declare(title, run, anyTest)
  function declare(title: string, run: Run, test: TestLike) {
    if (isThere) {
      test(title, run)
      return
    }
    anyTest.skip(title, run)
    noteSkipped(`${title} (no ${what})`)
  }
  return Object.assign(serial, { concurrent })
}

/** Adds a line to the list of what was not tested. */
export function noteSkipped(line: string): void {
  const list = process.env.TFSSO_TEST_SKIPPED
  if (list) fs.appendFileSync(list, `${line}\n`)
}
