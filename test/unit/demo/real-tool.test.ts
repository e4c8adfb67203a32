import test from 'ava'
import { chooseTool } from '../../../lib/demo/real-tool.ts'
import { Problem } from '../../../lib/text/problem.ts'

/** Each row: the tools on PATH, TFSSO_TOOL → the demo's tool, and whether it is installed. */
const rows: [string[], string | undefined, string, boolean][] = [
  [['terraform', 'tofu'], undefined, 'terraform', true],
  [['terraform', 'tofu'], 'tofu', 'tofu', true],
  [['tofu'], undefined, 'tofu', true],
  [['tofu'], 'terraform', 'tofu', true],
  [['terraform'], 'tofu', 'terraform', true],
  [[], undefined, 'terraform', false],
  [[], 'tofu', 'tofu', false],
]
for (const [there, TFSSO_TOOL, tool, isThere] of rows) {
  test(`on PATH: ${there.join(', ') || 'none'}; TFSSO_TOOL: ${TFSSO_TOOL ?? '-'}`, (t) => {
    const find = (name: string) => (there.includes(name) ? `/bin/${name}` : undefined)
    const program = isThere ? `/bin/${tool}` : undefined
    t.deepEqual(chooseTool({ TFSSO_TOOL }, find), { tool, program })
  })
}

test('if TFSSO_TOOL is not the name of a tool, there is a Problem with 78', (t) => {
  const problem = t.throws(() => chooseTool({ TFSSO_TOOL: 'terragrunt' }, () => '/bin/x'), {
    instanceOf: Problem,
  })
  t.is(problem.code, 78)
})
