import test from 'ava'
import {
  describe,
  exitCodeOf,
  type LayerResult,
  renderSummary,
  saysChanges,
} from '../../../../lib/commands/each/results.ts'

const ended = (code: number | undefined, signal?: string): LayerResult => ({
  name: 'a',
  ending: { code, signal, tookMs: 1000 },
})
const notStarted: LayerResult = { name: 'b', ending: undefined }

for (const [results, changesBy2, code] of [
  [[ended(0)], false, 0],
  [[ended(0), ended(2)], true, 2],
  [[ended(0), ended(2)], false, 1],
  [[ended(2), ended(1)], true, 1],
  [[ended(3)], true, 1],
  [[ended(undefined, 'SIGINT')], true, 1],
  [[ended(0), notStarted], true, 1],
] as const)
  test(`${results.map((result) => describe(result, changesBy2))} gives exit code ${code}`, (t) => {
    t.is(exitCodeOf(results, changesBy2), code)
  })

for (const [command, env, says] of [
  [['terraform', 'plan', '-detailed-exitcode'], {}, true],
  [['terraform', 'plan', '--detailed-exitcode=true'], {}, true],
  [['terraform', 'plan', '-detailed-exitcode=false'], {}, false],
  [['terraform', 'plan'], {}, false],
  [['terraform', 'plan'], { TF_CLI_ARGS_plan: '-lock=false -detailed-exitcode' }, true],
  [['./plan.sh'], { TF_CLI_ARGS: '-detailed-exitcode' }, true],
] as const)
  test(`whether exit code 2 means changes for ${command.join(' ')} with ${JSON.stringify(env)}: ${says}`, (t) => {
    t.is(saysChanges(command, env), says)
  })

test('the summary has a table of the results, and their counts', (t) => {
  t.is(
    renderSummary([ended(0), ended(1), notStarted], false, 2),
    `  Layer  Result                Time
  a      ok                    1 s
  a      failed (exit code 1)  1 s
  b      not started           -
tfsso: 1 of 3 layers ok, 1 failed, 1 not started, 2 disabled (--) and skipped.
`,
  )
})
