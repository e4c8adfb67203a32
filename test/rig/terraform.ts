import { needs, noteSkipped, type Run, type TestLike } from './needs.ts'
import {
  findTerraform,
  findTerraform115,
  findTofu,
  type RealTool,
  realTools,
} from './real-terraform.ts'
import { useTool } from './world.ts'

/** A `test` that needs the real terraform. In CI the test fails if this machine has no terraform. */
export const needsTerraform = needs(
  'terraform',
  Boolean(process.env.CI) || findTerraform() !== undefined,
)

/** A `test` that needs a real tofu. */
export const needsTofu = needs('tofu; TFSSO_TEST_TOFU can name one', findTofu() !== undefined)

/** A `test` that needs a real terraform of 1.15 or later. */
export const needsTerraform115 = needs(
  'Terraform 1.15; TFSSO_TEST_TERRAFORM_115 can name one',
  findTerraform115() !== undefined,
)

const anyTool = needs('terraform and no tofu', Boolean(process.env.CI) || realTools().length > 0)

/**
 * Like `needsTerraform`, but makes one test for terraform and one for tofu. With TFSSO_TORTURE it makes one for each of
 * `realTools`. `world.terraform` starts the test's tool, by the name `world.command`. In the world's directory of real
 * tools there is only this tool.
 */
export const needsEachTool = withEachTool(anyTool, (tools) => {
  const main = tools.filter(({ title }) => ['terraform', 'tofu'].includes(title))
  return process.env.TFSSO_TORTURE || main.length === 0 ? tools : main
})

/**
 * Like `needsEachTool`, for variations of one subject: each test runs with one tool, and the next test with the next
 * tool. With TFSSO_TORTURE each test runs with every tool. `first` is the index of the first test's tool in
 * `realTools`.
 */
export function toolsInTurn(first = 0, test = anyTool) {
  let turn = first
  return withEachTool(test, (tools) => {
    const at = turn++ % tools.length
    return process.env.TFSSO_TORTURE ? tools : tools.slice(at, at + 1)
  })
}

/**
 * Returns a `test` that makes one test for each of the chosen tools. If there is none, it makes a single test with
 * `test`, so that the single test is skipped or fails.
 */
export function withEachTool(
  test: TestLike & { concurrent: TestLike },
  choose = (tools: RealTool[]) => tools,
) {
  const each = (declare: TestLike) => (title: string, run: Run) => {
    if (!findTofu()) noteSkipped('test/e2e with tofu (none on PATH; TFSSO_TEST_TOFU can name one)')
    if (!findTerraform115())
      noteSkipped('test/e2e with Terraform 1.15 (TFSSO_TEST_TERRAFORM_115 can name one)')
    const tools = choose(realTools())
    if (tools.length === 0) declare(title, run)
    for (const tool of tools)
      declare(tool.title === 'terraform' ? title : `${title} (${tool.title})`, (t) => {
        useTool(t, tool)
        return run(t)
      })
  }
  return Object.assign(each(test), { concurrent: each(test.concurrent) })
}
