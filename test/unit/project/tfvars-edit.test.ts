import test from 'ava'
import { setAttributes } from '../../../lib/project/tfvars-edit.ts'

const values = { sso_enabled: 'true', sso_region: '"us-east-1"' }

for (const [what, before, after] of [
  ['an empty file', '', 'sso_enabled = true\nsso_region  = "us-east-1"\n'],
  ['new keys', 'a = 1\n', 'a = 1\nsso_enabled = true\nsso_region  = "us-east-1"\n'],
  ['no newline at the end', 'a = 1', 'a = 1\nsso_enabled = true\nsso_region  = "us-east-1"'],
  ['CRLF', 'a = 1\r\n', 'a = 1\r\nsso_enabled = true\r\nsso_region  = "us-east-1"\r\n'],
  [
    'aligned with the line before',
    'region_secondary = "x"\n',
    'region_secondary = "x"\nsso_enabled      = true\nsso_region       = "us-east-1"\n',
  ],
  [
    'keys that are there, with comments',
    '# sso_enabled = 1\nsso_enabled   = false # not yet\nb = 2\nsso_region = ""// ?\n',
    '# sso_enabled = 1\nsso_enabled   = true # not yet\nb = 2\nsso_region = "us-east-1"// ?\n',
  ],
  [
    'the same words elsewhere',
    'a = {\n  sso_enabled = false\n}\nb = <<-X\nsso_region = 1\n  X\n/* sso_region = 2\n*/ c = "sso_enabled = {"\nsso_enabled = [\n  1, # ]\n]\nd = 1\n',
    'a = {\n  sso_enabled = false\n}\nb = <<-X\nsso_region = 1\n  X\n/* sso_region = 2\n*/ c = "sso_enabled = {"\nsso_enabled = true\nd = 1\nsso_region = "us-east-1"\n',
  ],
  [
    'bytes that are not UTF-8',
    '# \xe9\xff\n',
    '# \xe9\xff\nsso_enabled = true\nsso_region  = "us-east-1"\n',
  ],
] as const)
  test(`setting keys in a tfvars file: ${what}`, (t) => {
    const edited = setAttributes(before, values)
    t.is(edited.text, after)
    t.deepEqual(setAttributes(after, values), { text: after, changes: [] }, 'a second time')
  })

test('setting keys in a tfvars file returns the changed lines', (t) => {
  t.deepEqual(setAttributes('sso_enabled = false # x\n', values).changes, [
    { before: 'sso_enabled = false # x', after: 'sso_enabled = true # x' },
    { before: undefined, after: 'sso_region  = "us-east-1"' },
  ])
})
