import test from 'ava'
import { parseDocument, renderDocument } from '../../../lib/aws-config/document.ts'
import { merge } from '../../../lib/configure/merge.ts'
import type { WantedSection } from '../../../lib/configure/plan-sections.ts'
import { person } from '../../configure/rig.ts'

const section = (name: string, value: string): WantedSection => ({
  kind: 'profile',
  name,
  settings: new Map([
    ['sso_role_name', value],
    ['region', 'r1'],
  ]),
})
const session: WantedSection = {
  kind: 'sso-session',
  name: 'bb',
  settings: new Map([['sso_region', 'r1']]),
}

function merged(text: string, wanted: WantedSection[], { project = 'bb', force = false } = {}) {
  const result = merge(parseDocument(Buffer.from(text)), wanted, { project, force })
  return { ...result, text: renderDocument(result.document).toString() }
}

const a = '[profile a]\n# managed by tfsso for bb\nsso_role_name = A\nregion = r1\n'
const other = '[profile o]\n# managed by tfsso for other\nsso_role_name = O\n'

test('a new section goes to the end, after a blank line', (t) => {
  const cases: [before: string, after: string][] = [
    ['', a],
    ['\n', `\n\n${a}`],
    ['x', `x\n\n${a.trimEnd()}`],
    ['[x]\ny = 1\n', `[x]\ny = 1\n\n${a}`],
    ['[x]\ny = 1\n\n\n', `[x]\ny = 1\n\n\n\n${a}`],
    ['\ufeff[x]\ny = 1\n', `\ufeff[x]\ny = 1\n\n${a}`],
    ['[x]\r\ny = 1\r\n', `[x]\ny = 1\n\n${a}`.replaceAll('\n', '\r\n')],
  ]
  for (const [before, after] of cases) {
    const { text } = merged(before, [section('a', 'A')])
    t.is(text, after)
    t.is(merged(text, [section('a', 'A')]).text, after, 'a second time')
    t.is(merged(text, []).text, before, 'and taken out')
  }
})

test('every byte of a typical config stays, and our sections can be removed again', (t) => {
  const windows = `\xef\xbb\xbf${person.trimEnd().replaceAll('\n', '\r\n')}`
  for (const [before, end] of [
    [person, '\n'],
    [windows, '\r\n\r\n'],
  ] as const) {
    const wanted = [section('new', 'A'), session]
    const own = (bytes: Buffer, sections: WantedSection[]) =>
      renderDocument(merge(parseDocument(bytes), sections, { project: 'bb' }).document)
    const bytes = Buffer.from(before, 'latin1')
    const after = own(bytes, wanted)
    t.true(after.toString('latin1').startsWith(`${before}${end}[`))
    t.deepEqual(own(after, wanted), after)
    t.deepEqual(own(after, []), bytes)
  }
})

test('our section is updated in its place, and lines in it that are not ours stay', (t) => {
  const before = `# first
[profile a]
  # managed by tfsso for bb
cli_pager =
sso_role_name=Old
region   =   r1   ; as ever
s3 =
  region = r9
# after

[profile z]
region = r2
`
  const { text, inTheWay } = merged(before, [section('a', 'New')])
  t.is(text, before.replace('sso_role_name=Old', 'sso_role_name = New'))
  t.deepEqual(inTheWay, [])
  t.is(
    merged(`${a}region = r2\n`, [section('a', 'A')]).text,
    `${a}region = r1\n`,
    'if a key is there twice, the last one counts',
  )
  const cased = a.replace('region', 'Region')
  t.is(merged(cased, [section('a', 'A')]).text, cased, 'the case of a key does not matter')
  const colons = a.replaceAll(' =', ':')
  t.is(merged(colons, [section('a', 'A')]).text, colons, 'a colon is as good as =')
  t.is(merged(colons, [section('a', 'B')]).text, colons.replace(': A', ' = B'))
  const without = before.replace('sso_role_name=Old\n', '')
  t.is(
    merged(without, [section('a', 'New')]).text,
    without.replace('  region = r9\n', '  region = r9\nsso_role_name = New\n'),
  )
})

test('a section of ours that is no longer needed is removed with its blank line; a comment below it stays', (t) => {
  const before = `[x]\ny = 1\n\n${a}# of the next\n\n${other}`
  t.is(merged(before, []).text, `[x]\ny = 1\n# of the next\n\n${other}`)
})

test("another project's section is removed only if the sections of all projects are removed", (t) => {
  const before = `[x]\n\n${a}\n${other}`
  t.is(merged(before, []).text, `[x]\n\n${other}`)
  const all = merge(parseDocument(Buffer.from(before)), [], { project: undefined })
  t.is(renderDocument(all.document).toString(), '[x]\n')
})

test('a section that is not ours but has the same header is reported, and is replaced only with --force', (t) => {
  const theirs = '[ profile  a ]\nregion = r7 # mine\naws_secret_access_key = s\n\n# below\n'
  for (const foreign of [theirs, a.replace('for bb', 'for other'), a.replace(/#.*\n/, '')]) {
    const before = `[x]\n\n${foreign}[y]\n`
    const refused = merged(before, [section('a', 'A'), section('b', 'B')])
    t.deepEqual(refused.inTheWay, ['[profile a]'])
    const forced = merged(before, [section('a', 'A')], { force: true })
    t.deepEqual(forced.inTheWay, [])
    t.is(forced.text, `[x]\n\n${a}${foreign === theirs ? '\n# below\n' : ''}[y]\n`)
  }
})

test('if two sections have the same header, one of ours is removed, and one that is not ours only with --force', (t) => {
  t.is(merged(`${a}\n${a}[y]\n`, [section('a', 'A')]).text, `${a}[y]\n`)
  t.is(merged(`${a}[profile a]\nx = y\n`, [section('a', 'A')], { force: true }).text, a)
  t.deepEqual(merged(`${a}[profile a]\nx = y\n`, [section('a', 'A')]).inTheWay, ['[profile a]'])
})

test('a session of ours stays if a profile that is not ours uses it', (t) => {
  const own = '[sso-session bb]\n# managed by tfsso for bb\nsso_region = r1\n'
  const mine = '[profile mine]\nsso_session = bb\n'
  const used = merged(`${own}\n${a}${mine}`, [])
  t.is(used.text, `${own}${mine}`)
  t.deepEqual(used.kept, ['[sso-session bb]'])
  const unused = merged(`${own}\n${a}sso_session = bb\n`, [])
  t.is(unused.text, '')
  t.deepEqual(unused.kept, [])
  t.is(merged('', [session]).text, own)
  // No profile uses the old session any more, so tfsso removes it.
  const moved = { ...section('a', 'A'), settings: new Map([['sso_session', 'corp']]) }
  const before = '[profile a]\n# managed by tfsso for bb\nsso_session = bb\n'
  t.is(merged(`${own}\n${before}`, [moved]).text, `\n${before.replace('= bb', '= corp')}`)
})

test('if another project has the same name but another portal, its sections are not ours', (t) => {
  const portal = { startUrl: 'https://a.awsapps.com/start', region: 'r1' }
  const at = (host: string) =>
    `[sso-session bb]\n# managed by tfsso for bb\nsso_start_url = https://${host}/start/#\nsso_region = r1\n`
  const profile = '[profile a]\n# managed by tfsso for bb\nsso_session = bb\nsso_role_name = X\n'
  const change = (text: string, force = false) =>
    merge(parseDocument(Buffer.from(text)), [section('a', 'A')], {
      project: 'bb',
      portals: [portal],
      force,
    })
  const rows: [text: string, inTheWay: string[]][] = [
    [`${at('A.awsapps.com')}\n${profile}`, []],
    [`${at('b.awsapps.com')}\n${profile}`, ['[profile a]']],
    [profile, []],
  ]
  for (const [text, inTheWay] of rows) {
    t.deepEqual(change(text).inTheWay, inTheWay, text)
    t.deepEqual(change(text, true).inTheWay, [])
  }
  const theirs = renderDocument(change(at('b.awsapps.com')).document).toString()
  t.true(theirs.includes('b.awsapps.com'), 'and are not taken out')
})
