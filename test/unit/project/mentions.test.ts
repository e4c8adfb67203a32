import test from 'ava'
import { findMentions, storedBackendProfile } from '../../../lib/project/mentions.ts'

const cases: [
  text: string,
  mentions: { names?: string[]; profiles?: string[]; suffixes?: string[] },
][] = [
  ['profile = var.profile', {}],
  ['profile = "bb-shared-devops"', { names: ['bb-shared-devops'], profiles: ['bb-shared-devops'] }],
  [
    'profile="${var.project}-shared-devops"',
    { names: ['bb-shared-devops'], profiles: ['bb-shared-devops'] },
  ],
  ['profile = "${ var.project }-x"', { names: ['bb-x'], profiles: ['bb-x'] }],
  ['"profile": "${var.project}-x"', { names: ['profile', 'bb-x'], profiles: ['bb-x'] }],
  ['lookup(each.value, "profile")', { names: ['profile'] }],
  [
    'other = { region = "us-east-1", profile = "bb-x" }',
    { names: ['us-east-1', 'bb-x'], profiles: ['bb-x'] },
  ],
  ['name = "${var.project}-vpc"', { names: ['bb-vpc'] }],
  ['list = ["bb-a", "bb-b"]', { names: ['bb-a', 'bb-b'] }],
  // Commented-out ones may be wanted tomorrow, but nothing may fail for them today.
  ['# profile = "bb-x"', { names: ['bb-x'] }],
  ['a = 1 // profile = "bb-x"', { names: ['bb-x'] }],
  ['/* provider "aws" {\n  profile = "bb-x"\n} */', { names: ['aws', 'bb-x'] }],
  [
    'url = "https://x#y" \n profile = "bb-x"',
    { names: ['https://x#y', 'bb-x'], profiles: ['bb-x'] },
  ],
  ['iam_instance_profile = "bb-x"', { names: ['bb-x'] }],
  ['profile_x = "bb-x"', { names: ['bb-x'] }],
  ['description = "bb-x is prose"', {}],
  ['profile = "two words"', { profiles: ['two words'] }],
  // The account is computed …
  ['profile = "${var.project}-${each.key}-devops"', { names: ['bb-devops'], suffixes: ['devops'] }],
  ['p = format("%s-%s-oaar", var.project, each.key)', { names: ['bb-oaar'], suffixes: ['oaar'] }],
  // … or the project.
  [
    'profile = "${local.project}-shared-oaar"',
    { names: ['bb-shared-oaar'], suffixes: ['shared-oaar'] },
  ],
  [
    'p = format("%s-shared-oaar", var.project)',
    { names: ['bb-shared-oaar'], suffixes: ['shared-oaar'] },
  ],
  ['profile = "${var.project}-shared-${var.role}"', {}],
  ['p = "${a}-x${b}"', {}],
  ['p = "${a}-x y"', {}],
  // Text that terraform would refuse.
  ['profile = "bb-x', {}],
  ['5" disk\nprofile = "bb-x"', { names: ['bb-x'], profiles: ['bb-x'] }],
  ['say = "a \\"bb-x\\" b"', {}],
  ['', {}],
]

test('what a text mentions', (t) => {
  for (const [text, { names = [], profiles = [], suffixes = [] }] of cases) {
    const found = findMentions([text], 'bb')
    t.deepEqual(
      { names: [...found.names], profiles: [...found.profiles], suffixes: [...found.suffixes] },
      { names, profiles, suffixes },
      text,
    )
  }
})

test('all texts count', (t) => {
  t.deepEqual(
    [...findMentions(['a = "x"', 'b = "${var.project}-y"'], 'my.pro').names],
    ['x', 'my.pro-y'],
  )
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
