import fs from 'node:fs'
import anyTest, { type ExecutionContext } from 'ava'
import {
  findTerraform,
  findTerraform115,
  findTofu,
  type RealTool,
  realTools,
} from './real-terraform.ts'
import { useTool } from './world.ts'

type Run = (t: ExecutionContext<unknown>) => void | Promise<void>
type TestLike = (title: string, run: Run) => void

/**
 * A `test` that is skipped where something is missing, and then says so at the end of `npm test`,
 * which names the file for that in TFSSO_TEST_SKIPPED. The tests of a file run one after the other,
 * except for those that mostly wait (`.concurrent`): terraform takes a whole core.
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

function noteSkipped(line: string): void {
  const list = process.env.TFSSO_TEST_SKIPPED
  if (list) fs.appendFileSync(list, `${line}\n`)
}

/** A `test` of what only the real terraform can show. In CI a missing terraform makes it fail. */
export const needsTerraform = needs(
  'terraform',
  Boolean(process.env.CI) || findTerraform() !== undefined,
)

/** A `test` that needs a real tofu. */
export const needsTofu = needs('tofu; TFSSO_TEST_TOFU may name one', findTofu() !== undefined)

/** A `test` that needs a real terraform of 1.15 or later. */
export const needsTerraform115 = needs(
  'Terraform 1.15; TFSSO_TEST_TERRAFORM_115 may name one',
  findTerraform115() !== undefined,
)

/**
 * The same as `needsTerraform`, once with each real tool that is there: `world.terraform` then starts that one, and
 * both names lead to it.
 */
export const needsEachTool = Object.assign(
  (title: string, run: Run) => declareEach(title, run, needsTerraform),
  { concurrent: (title: string, run: Run) => declareEach(title, run, needsTerraform.concurrent) },
)

function declareEach(title: string, run: Run, declare: TestLike): void {
  if (!findTofu()) noteSkipped('test/e2e with tofu (none on PATH; TFSSO_TEST_TOFU may name one)')
  if (!findTerraform115())
    noteSkipped('test/e2e with Terraform 1.15 (TFSSO_TEST_TERRAFORM_115 may name one)')
  const tools: (RealTool | undefined)[] = realTools()
  if (!findTerraform()) tools.unshift(undefined)
  for (const tool of tools) {
    const as = tool && tool.title !== 'terraform' ? ` (${tool.title})` : ''
    const declareIt: TestLike = as ? anyTest.serial : declare
    declareIt(title + as, (t) => {
      if (tool) useTool(t, tool)
      return run(t)
    })
  }
}
