import fs from 'node:fs'
import anyTest, { type ExecutionContext } from 'ava'
import { findTerraform } from './real-terraform.ts'

type Run = (t: ExecutionContext<unknown>) => void | Promise<void>
type TestLike = (title: string, run: Run) => void

/**
 * A `test` that is skipped where something is missing, and then says so at the end of `npm test`,
 * which names the file for that in TFSSO_TEST_SKIPPED. The tests of a file run one after the other,
 * but for those that mostly wait (`.concurrent`): terraform takes a whole core.
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
    const list = process.env.TFSSO_TEST_SKIPPED
    if (list) fs.appendFileSync(list, `${title} (no ${what})\n`)
  }
  return Object.assign(serial, { concurrent })
}

/** A `test` of what only the real terraform can show. In CI a missing terraform makes it fail. */
export const needsTerraform = needs(
  'terraform',
  Boolean(process.env.CI) || findTerraform() !== undefined,
)
