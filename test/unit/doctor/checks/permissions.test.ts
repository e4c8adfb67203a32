import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import {
  checkCache,
  checkTokens,
  checkWritable,
  type Entry,
  isWritable,
  readEntries,
} from '../../../../lib/doctor/checks/permissions.ts'
import { misconfigured } from '../../../../lib/text/problem.ts'
import { temporary } from '../../../rig/install.ts'

const entry = (file: string, mode: number, uid = 7, kind: Entry['kind'] = 'file'): Entry => ({
  file,
  mode,
  uid,
  kind,
})
const directory = (file: string, mode: number, uid = 7) => entry(file, mode, uid, 'directory')

for (const [what, entries, status, message] of [
  ['nothing yet', [], 'ok', /does not exist yet/],
  ['private', [directory('/c', 0o700), entry('/c/grants/x', 0o600)], 'ok', /^Only you have access/],
  [
    'open credentials of a role called clock',
    [directory('/c', 0o700), entry('/c/credentials/1/clock', 0o644)],
    'warning',
    /^Other users have access to \/c\/credentials\/1\/clock\.$/,
  ],
  ['open', [directory('/c', 0o755)], 'warning', /Other users have access to \/c\.$/],
  [
    "root's",
    [directory('/c', 0o700), entry('/c/a', 0o600, 0), entry('/c/b', 0o600, 0)],
    'broken',
    /^\/c\/a \(and 1 more\) belongs to another user/,
  ],
  ['a file', [entry('/c', 0o600)], 'broken', /is not a directory/],
  ['a link', [entry('/c', 0o777, 7, 'link')], 'broken', /is not a directory/],
] as const) {
  test(`the cache: ${what}`, (t) => {
    const [finding] = checkCache('/c', entries, 7)
    t.is(finding?.status, status)
    t.regex(finding?.message ?? '', message)
  })
}

for (const [what, entries, status, message] of [
  ['nothing yet', [], 'ok', /does not exist yet/],
  ['private', [directory('/t', 0o755), entry('/t/a.json', 0o600)], 'ok', /^Only you have access/],
  ['readable', [directory('/t', 0o700), entry('/t/a.json', 0o644)], 'warning', /mode 644/],
  ['writable for all', [directory('/t', 0o777)], 'warning', /put files into \/t/],
  ["root's", [directory('/t', 0o700), entry('/t/a.json', 0o600, 0)], 'broken', /another user/],
  [
    'a file that is not a token',
    [directory('/t', 0o700), entry('/t/notes', 0o644)],
    'ok',
    /^Only you have access/,
  ],
] as const) {
  test(`the tokens: ${what}`, (t) => {
    const [finding] = checkTokens('/t', entries, 7)
    t.is(finding?.status, status)
    t.regex(finding?.message ?? '', message)
  })
}

test('a link to nothing above the cache, or in the place of the tokens, is broken', (t) => {
  const problem = misconfigured('/l is a link to /x, which does not exist.', 'Remove it.')
  const link = entry('/l/t', 0o777, 7, 'link')
  for (const finding of [
    ...checkCache('/l/c', [], 7, problem),
    ...checkTokens('/l/t', [], 7, problem),
    ...checkTokens('/l/t', [link], 7, problem),
  ])
    t.like(finding, { status: 'broken', message: problem.message, advice: problem.advice })
})

test('readEntries lists the entries below a directory', (t) => {
  const root = temporary('tfsso-entries-')
  fs.chmodSync(root, 0o700)
  fs.mkdirSync(path.join(root, 'd'))
  fs.chmodSync(path.join(root, 'd'), 0o755)
  fs.writeFileSync(path.join(root, 'd/f'), '')
  fs.chmodSync(path.join(root, 'd/f'), 0o640)
  fs.symlinkSync('/', path.join(root, 'l'))
  const found = readEntries(root).map(({ file, mode, kind }) => [
    path.relative(root, file),
    kind,
    kind === 'link' ? 0 : mode,
  ])
  t.deepEqual(found.sort(), [
    ['', 'directory', 0o700],
    ['d', 'directory', 0o755],
    ['d/f', 'file', 0o640],
    ['l', 'link', 0],
  ])
  t.deepEqual(readEntries(path.join(root, 'nothing')), [])
})

test('a directory counts as writable if it can be created', (t) => {
  const root = temporary('tfsso-writable-')
  t.true(isWritable(path.join(root, 'a/b/c')))
  fs.writeFileSync(path.join(root, 'file'), '')
  t.false(isWritable(path.join(root, 'file/a')))
  t.deepEqual(checkWritable('/x', true), [])
  t.is(checkWritable('/x', false)[0]?.status, 'broken')
})
