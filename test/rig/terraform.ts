import { needs, noteSkipped, type Run, type TestLike } from './needs.ts'
import {
  findTerraform,
  findTerraform115,
  findTofu,
  type RealTool,
  realTools,
} from './real-terraform.ts'
import { useTool } from './world.ts'

/** Without a real terraform, the test is skipped, but fails in CI. */
export const needsTerraform = needs(
  'terraform',
  Boolean(process.env.CI) || findTerraform() !== undefined,
)

export const needsTofu = needs('tofu; TFSSO_TEST_TOFU can name one', findTofu() !== undefined)

export const needsTerraform115 = needs(
  'Terraform 1.15; TFSSO_TEST_TERRAFORM_115 can name one',
  findTerraform115() !== undefined,
)

const anyTool = needs('terraform and no tofu', Boolean(process.env.CI) || realTools().length > 0)

/**
 * Makes one test for terraform and one for tofu, or with TFSSO_TORTURE one for each of `realTools`. `world.terraform`
 * starts the test's tool, by the name `world.command`. The world's directory of real tools has only this tool.
 */
export const needsEachTool = withEachTool(anyTool, (tools) => {
  const main = tools.filter(({ title }) => ['terraform', 'tofu'].includes(title))
  return process.env.TFSSO_TORTURE || main.length === 0 ? tools : main
})

/**
 * For variations of one subject: each test runs with the next tool. With TFSSO_TORTURE, each test runs with every tool.
 * `first`: the index of the first test's tool in `realTools`.
 */
export function toolsInTurn(first = 0, test = anyTool) {
  let turn = first
  return withEachTool(test, (tools) => {
    const at = turn++ % tools.length
    return process.env.TFSSO_TORTURE ? tools : tools.slice(at, at + 1)
  })
}

/**
 * Returns a function like `test` that makes one test for each chosen tool. If no tool is chosen, the function makes a
 * single test, which is skipped or fails.
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
