import test from 'ava'
import { findBlocks, parseDocument, renderDocument } from '../../../lib/aws-config/document.ts'

const bytes = (text: string) => Buffer.from(text, 'latin1')

test('a document is written back with the same bytes', (t) => {
  const texts = [
    '',
    '\n',
    '\r\n',
    '\r',
    'a',
    'a\n',
    'a\r\n',
    'a\r',
    'a\n\n\n',
    'a\r\nb\nc\r\n',
    'a\r\nb',
    '\xef\xbb\xbf[default]\r\n',
    '# \xe9\xff\x85\xa0\x0b\x0c not UTF-8\n[x]\n',
    '[a]\n\tx = y\n  \n[b]',
  ]
  for (const text of texts)
    t.deepEqual(renderDocument(parseDocument(bytes(text))), bytes(text), JSON.stringify(text))
})

test('a line that is added ends as most lines of the file do', (t) => {
  const cases = [
    ['', '\n'],
    ['a', '\n'],
    ['a\nb', '\n'],
    ['a\r\nb', '\r\n'],
    ['a\r\nb\r\nc\n', '\r\n'],
    ['a\r\nb\n', '\n'],
  ] as const
  for (const [text, eol] of cases) t.is(parseDocument(bytes(text)).eol, eol, JSON.stringify(text))
})

test('a section begins with its header and ends with its last setting', (t) => {
  const text = `# of nobody
[default]
region = x

# about mine
[ profile  mine ]  # odd
s3 =
  max = 1
# in it

credential_process = "a"
# of nobody, or of the next

; too
[profile bb-x]
# managed by tfsso for bb
[profile bb-y]
  ;managed by tfsso for  bb
# managed by tfsso for b-b
[sso-session "s s"]
sso_region = é # here`
  const found = findBlocks(parseDocument(Buffer.from(text))).map(
    ({ kind, name, start, end, owner }) => [`${kind} ${name}`, start + 1, end, owner],
  )
  t.deepEqual(found, [
    ['default default', 2, 3, undefined],
    ['profile mine', 6, 11, undefined],
    ['profile bb-x', 15, 16, 'bb'],
    ['profile bb-y', 17, 19, 'b-b'],
    ['sso-session s s', 20, 21, undefined],
  ])
})

test('a section after a byte order mark is found, and settings are read as UTF-8', (t) => {
  const text = Buffer.from('\ufeff[sso-session s]\r\nsso_region = é\r\n')
  const [block, ...others] = findBlocks(parseDocument(text))
  t.deepEqual(others, [])
  t.is(block?.name, 's')
  t.is(block?.settings.get('sso_region'), 'é')
})
