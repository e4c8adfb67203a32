import test from 'ava'
import { findNames, storedBackendProfile, suffixesOf } from '../../../lib/project/mentions.ts'
import { nodeMs } from '../../rig/limits.ts'

const cases: [text: string, names: string[]][] = [
  ['profile = var.profile', []],
  ['profile = "bb-shared-devops"', ['bb-shared-devops']],
  ['profile="${var.project}-shared-devops"', ['bb-shared-devops']],
  ['profile = "${ var.project }-x"', ['bb-x']],
  ['AWS_PROFILE = "${local.project}-x"', ['bb-x']],
  ['"profile": "${var.project}-x"', ['profile', 'bb-x']],
  ['lookup(each.value, "profile")', ['profile']],
  ['x = "${lookup(local.x, "bb-x")}"', ['bb-x']],
  ['other = { region = "us-east-1", profile = "bb-x" }', ['us-east-1', 'bb-x']],
  ['list = ["bb-a", "bb-b"]', ['bb-a', 'bb-b']],
  // Somebody can turn a comment into code, so its profiles count.
  ['# profile = "bb-x"', ['bb-x']],
  ['/* provider "aws" {\n  profile = "bb-x"\n} */', ['aws', 'bb-x']],
  ['iam_instance_profile = "bb-x"', ['bb-x']],
  ['description = "bb-x is prose"', []],
  // The values of keys such as `bucket` and `dynamodb_table` are not profiles.
  ['bucket = "bb-shared-terraform-backend"', []],
  ['  dynamodb_table="bb-shared-terraform-backend"', []],
  ['{"bucket": "bb-shared-x", "key": "bb-shared-y"}', ['bucket', 'key']],
  ['state_bucket = "bb-shared-x"', []],
  ['config = { bucket = "bb-shared-x", profile = "bb-shared-y" }', ['bb-shared-y']],
  // Only a run can know these names.
  ['profile = "${var.project}-shared-${var.role}"', []],
  ['p = "${a}-x y"', []],
  // terraform would refuse the next two texts.
  ['profile = "bb-x', []],
  ['5" disk\nprofile = "bb-x"', ['bb-x']],
  ['say = "a \\"bb-x\\" b"', []],
  ['', []],
]

test('the quoted names in a text', (t) => {
  for (const [text, names] of cases) {
    const found = [...findNames([text], 'bb')].filter((name) => /^\w/.test(name))
    t.deepEqual(found, names, text)
  }
  t.deepEqual([...findNames(['a = "x"', 'b = "${var.project}-y"'], 'my.pro')], ['x', 'my.pro-y'])
})

test('any text is scanned in time proportional to its length', (t) => {
  const kinds = ['\\"', '"', '"a', '${', '"${', 'bucket = "', '{"', '-', '"-', ' ', '%s']
  for (const kind of kinds) {
    const text = kind.repeat(1_000_000 / kind.length)
    const started = performance.now()
    findNames([text], 'bb')
    suffixesOf([text], 'bb')
    // Quadratic time would mean hours.
    t.true(performance.now() - started < 400 * nodeMs, kind)
  }
})

test('which suffixes can follow an account’s key in a profile’s name', (t) => {
  const of = (...texts: string[]) => [...suffixesOf(texts, 'bb')].sort()
  t.deepEqual(of('-devops'), ['devops'])
  t.deepEqual(of('bb', '-Break-Glass'), [
    'Break',
    'Break-Glass',
    'Glass',
    'break',
    'break-glass',
    'glass',
  ])
  t.deepEqual(of('%s-%s-oaar'), ['oaar'])
  t.deepEqual(of('a b', '', '--', '-'.repeat(1000), 'x'.repeat(1000)), ['a', 'b'])
})

test('the profile of a stored backend', (t) => {
  const state = (config: unknown) => JSON.stringify({ version: 3, backend: { type: 's3', config } })
  t.is(storedBackendProfile(state({ profile: 'bb-old' })), 'bb-old')
  for (const none of [
    '',
    '{',
    'null',
    '[]',
    '{}',
    '{"backend":null}',
    state(null),
    state({ profile: null }),
    state({ profile: 5 }),
  ])
    t.is(storedBackendProfile(none), undefined, none)
})
