import test from 'ava'
import { parseHcl } from '../../../lib/project/hcl.ts'
import { orMessage } from '../../project/parse.ts'

const good: [text: string, values: Record<string, unknown>][] = [
  ['', {}],
  ['a = "x" # c\n// d\n/* e */\nb = true', { a: 'x', b: true }],
  ['\ufeffa = 1\r\nb = 2\r\n', { a: 1, b: 2 }],
  [
    'a = { b-c = 1, "d e" = 2,\n f = { g = null },\n}',
    { a: { 'b-c': 1, 'd e': 2, f: { g: null } } },
  ],
  ['a = 012345678901', { a: 12345678901 }],
  ['a = <<-E\n  x\n  E\n', { a: 'x\n' }],
  ['a = "${var.x}-y"\nb = var.x\nc = f(1)', { a: '${var.x}-y', b: '${var.x}', c: '${f(1)}' }],
  ['t {\n  b "s3" {\n    k = "v"\n  }\n}', { t: [{ b: { s3: [{ k: 'v' }] } }] }],
]

test('HCL is parsed into plain values', async (t) => {
  for (const [text, values] of good) t.deepEqual(await parseHcl('f', text), values, text)
})

const bad: [text: string, message: string][] = [
  ['a = ', 'line 1, column 5: Missing expression'],
  ['a = 1\n\nb = {', 'line 3, column 6: Missing expression'],
  [
    'a = 1\na = 2',
    'line 2, column 1: Attribute redefined; The argument "a" was already set at line 1.',
  ],
  ["a = 'x'", 'line 1, column 5: Invalid character; Single quotes are not valid.'],
  ['a = "x\ny = 1', 'line 1, column 7: Invalid multi-line string'],
  ['<<<<<<< HEAD\na = 1\n=======\n', 'line 1, column 1: Argument or block definition required'],
  ['a = 1 b = 2', 'line 1, column 7: Missing newline after argument'],
  ['{"a": 1}', 'line 1, column 1: Argument or block definition required'],
  ['\0', 'line 1, column 1: Invalid character'],
  ['a = ^\nb = ^', 'line 1, column 5: Unsupported operator'],
  ['a = "\\q"', 'line 1, column 6: Invalid escape sequence'],
]

const unequal = 'all blocks of one type need the same number of labels.'
const unequalLabels: [text: string, message: string][] = [
  ['a {\n}\na "x" {\n}', `a.x: ${unequal}`],
  ['a "x" {\n}\na {\n}', `a: ${unequal}`],
  ['b {\na "x" {\n}\na "x" "y" {\n}\n}', `a.x.y: ${unequal}`],
]

test('blocks of one type with different numbers of labels are a mistake in the file', async (t) => {
  for (const [text, message] of unequalLabels)
    t.is(await orMessage(() => parseHcl('/a b/x.tf', text)), `/a b/x.tf: ${message}`, text)
})

test('if HCL does not parse, the message names file, line and error', async (t) => {
  for (const [text, message] of bad) {
    const said = await orMessage(() => parseHcl('/a b/x.tfvars', text))
    t.true(String(said).startsWith(`/a b/x.tfvars, ${message}`), `${text}: ${said}`)
    t.notRegex(String(said), /input:|\n|\]$/, 'the message has only this file and its first error')
  }
})
