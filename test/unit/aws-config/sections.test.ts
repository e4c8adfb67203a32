import test from 'ava'
import { parseAwsConfig } from '../../../lib/aws-config/sections.ts'

const sections = (text: string, options?: { bare: boolean }) =>
  parseAwsConfig(text, options).map(({ kind, name }) => `${kind} ${name}`)

test('the kinds and names of sections', (t) => {
  const cases: [header: string, section: string][] = [
    ['[default]', 'default default'],
    ['[profile default]', 'default default'],
    ['[profile x]', 'profile x'],
    ['[ profile   x ]', 'profile x'],
    ['[profile\tx]', 'profile x'],
    ['[profile "x y"]', 'profile x y'],
    ["[profile 'x']", 'profile x'],
    ['[profile x] # comment', 'profile x'],
    ['[sso-session s]', 'sso-session s'],
    ['[services s]', 'other services s'],
    ['[x]', 'other x'],
    ['[profilex]', 'other profilex'],
    ['[plugins]', 'other plugins'],
  ]
  for (const [header, section] of cases)
    t.deepEqual(sections(`${header}\na = b\n`), [section], header)
})

test('in a credentials file every section is a profile', (t) => {
  t.deepEqual(sections('[default]\n[x]\n[profile y]\n[sso-session z]\n', { bare: true }), [
    'default default',
    'profile x',
    'profile profile y',
    'profile sso-session z',
  ])
})

test('the parser keeps the text of each section', (t) => {
  const first = '[profile a]\n# mine\nregion=x\ns3 =\n  max = 1\n'
  const second = '[profile b]\nx = y\n'
  t.deepEqual(
    parseAwsConfig(`# before all\n${first}\n\n${second}`).map(({ text }) => text),
    [first, second],
  )
  t.deepEqual(parseAwsConfig('[profile a]\r\nx = y\r\n')[0]?.text, '[profile a]\nx = y\n')
  t.deepEqual(parseAwsConfig(''), [])
  t.deepEqual(parseAwsConfig('x = y\n'), [])
})

test('the settings of a section do not include nested settings', (t) => {
  const [section] = parseAwsConfig(`[profile a]
region=us-east-1
  output =  nested
sso_start_url = https://h/start#/ # a comment
spaced key = a b ; c
sso_session = bb \t # two spaces and a tab before it
# no = 1
; no = 2
empty =
nothing = # a comment
hash=#1
SSO_Region = r
= no
: no
colon: a = b
spaced : a:b
quoted = "a"  # kept
s3 =
    max = 1
`)
  t.deepEqual(Object.fromEntries(section?.settings ?? []), {
    region: 'us-east-1',
    sso_start_url: 'https://h/start#/',
    'spaced key': 'a b',
    sso_session: 'bb',
    empty: '',
    nothing: '',
    hash: '#1',
    sso_region: 'r',
    colon: 'a = b',
    spaced: 'a:b',
    quoted: '"a"',
    s3: '',
  })
})
