import test from 'ava'
import type { Bucket } from '../../../../lib/layout/tfsso-hcl/bucket.ts'
import { judgePlan, planFileOf } from '../../../../lib/layout/tfsso-hcl/saved-plan.ts'
import { fits } from '../../../../lib/layout/tfsso-hcl/switched-to.ts'

const named = (name: string): Bucket => ({ name })

/** Each row: an account's workspaces and buckets, the current workspace and bucket → whether the account fits. */
const rows: [string[] | undefined, string[] | undefined, string, Bucket, boolean][] = [
  [undefined, undefined, 'default', 'none', true],
  [['*-production'], undefined, 'web-production', 'none', true],
  [['*-production'], undefined, 'production', 'none', false],
  [['{a,b}-prod', 'prod'], undefined, 'b-prod', 'none', true],
  [['default'], undefined, ' default', 'none', false],
  [undefined, ['acme-test-*'], 'x', named('acme-test-tfstate-1'), true],
  [undefined, ['acme-test-*'], 'x', named('acme-prod-tfstate-1'), false],
  [undefined, ['*'], 'x', 'none', false],
  [undefined, ['*'], 'x', 'unknown', false],
  [['prod'], ['acme-prod'], 'prod', named('acme-prod'), true],
  [['prod'], ['acme-prod'], 'dev', named('acme-prod'), false],
  [['prod'], ['acme-prod'], 'prod', named('acme-dev'), false],
]
for (const [workspaces, buckets, workspace, bucket, expected] of rows)
  test(`whether an account with the workspaces ${workspaces} and the buckets ${buckets} fits ${workspace} in ${JSON.stringify(bucket)}`, (t) =>
    t.is(fits({ workspaces, buckets }, { workspace, bucket }), expected))

const s3 = (workspace: string, bucket: string) => ({ type: 's3', workspace, bucket })
const local = (workspace: string) => ({ type: 'local', workspace })

/**
 * Each row: the plan's backend (undefined if the plan can't be read), the current workspace and bucket, TFSSO_ACCOUNT →
 * the message if the plan must not be applied.
 */
const plans: [Parameters<typeof judgePlan>[1], string, Bucket, string | undefined, RegExp?][] = [
  [local('dev'), 'dev', 'none', undefined],
  [
    local('dev'),
    'prod',
    'none',
    undefined,
    /for the workspace dev, but the current workspace is prod.*tofu workspace select 'dev'/,
  ],
  [local('dev'), 'prod', 'none', 'dev', /for the workspace dev/],
  [s3('dev', 'b'), 'dev', named('b'), undefined],
  [s3('dev', 'b'), 'dev', named('c'), undefined, /for the bucket b, but the current bucket is c/],
  [s3('dev', 'b'), 'dev', 'none', undefined, /the current bucket is none/],
  [s3('dev', 'b'), 'dev', 'unknown', undefined, /not known/],
  [local('dev'), 'dev', 'unknown', undefined, /not known/],
  [
    local('dev'),
    'dev',
    named('c'),
    undefined,
    /for a state in no bucket, but the current bucket is c/,
  ],
  [undefined, 'dev', 'none', undefined, /can't be read as a plan.*TFSSO_ACCOUNT/],
  [undefined, 'dev', 'none', 'prod'],
]
for (const [plan, workspace, bucket, chosen, expected] of plans)
  test(`whether the plan ${JSON.stringify(plan)} may be applied in ${workspace}, ${JSON.stringify(bucket)}, TFSSO_ACCOUNT ${chosen}`, (t) => {
    const problem = judgePlan('/p', plan, { workspace, bucket, tool: 'tofu' }, chosen)
    const said = problem && [problem.message, ...problem.advice].join(' ')
    if (expected) t.regex(said ?? '', expected)
    else t.is(said, undefined)
  })

test('the plan file in the words after `apply`', (t) => {
  t.is(planFileOf(['apply', '--', 'x y']), 'x y')
  t.is(planFileOf(['init']), undefined)
})
