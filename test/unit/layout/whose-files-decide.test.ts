import test from 'ava'
import { typeKeepsModes } from '../../../lib/files/keeps-modes.ts'
import { parseTrustList } from '../../../lib/files/trust-list.ts'
import { type Entry, Trust, trustedOwners } from '../../../lib/layout/whose-files-decide.ts'

const [root, me, alice, mallory] = [0, 1000, 1001, 1666]

type Written = number | Partial<Entry>
const directory = (uid: number, mode = 0o755): Entry => ({ uid, gid: uid, mode })

/**
 * Returns whether a file counts, and if not, which path is to blame. `tree` describes some paths. The user owns all
 * other paths in /srv/p, and root owns everything else.
 */
function judge(
  tree: Record<string, Written>,
  { file = '/srv/p/config/common.tfvars', base = '/srv/p', layer = '/srv/p/apps/net' } = {},
  { exceptions = [] as string[], owners = undefined as ReadonlySet<number> | undefined } = {},
) {
  const look = (at: string): Entry | undefined => {
    const written = tree[at]
    const usual = directory(at.startsWith('/srv/p') ? me : root)
    if (written === undefined) return usual
    return typeof written === 'number' ? directory(written) : { ...usual, ...written }
  }
  const [first = new Set<number>()] = trustedOwners(me, look(layer)?.uid ?? me)
  const trust = new Trust(layer, {
    owners: owners ?? first,
    exceptions,
    privateGroups: () => [100],
    look,
  })
  const untrusted = trust.judge(file, base)
  return {
    outcome: untrusted ? `${untrusted.inside ? 'refused' : 'ignored'}: ${untrusted.at}` : 'counts',
    open: trust.openToOthers(file, base),
    usedExceptions: trust.usedExceptions,
  }
}

const file = '/srv/p/config/common.tfvars'
const above = { file: '/srv/config/account.tfvars', base: '/srv' }
const sticky = { uid: root, gid: root, mode: 0o1777 }

const rows: [string, Record<string, Written>, Parameters<typeof judge>[1], string][] = [
  ['all mine', {}, {}, 'counts'],
  ["root's", { [file]: root, '/srv/p/config': root, '/srv/p': root }, {}, 'counts'],
  [
    "a colleague's whole clone, whose code runs anyway",
    Object.fromEntries(
      ['/srv/p', '/srv/p/config', file, '/srv/p/apps', '/srv/p/apps/net'].map((at) => [at, alice]),
    ),
    {},
    'counts',
  ],
  ['a file that a colleague pulled', { [file]: alice }, {}, `refused: ${file}`],
  ['a colleague’s directory', { '/srv/p/config': alice }, {}, 'refused: /srv/p/config'],
  [
    "a stranger's directory, in a directory of root that other users can't write to",
    { '/srv/config': mallory },
    above,
    'refused: /srv/config',
  ],
  [
    "a stranger's directory, in a directory like /tmp",
    { '/srv': sticky, '/srv/config': mallory },
    above,
    'ignored: /srv/config',
  ],
  [
    "a stranger's directory, in a sticky directory of mine",
    { '/srv': { ...sticky, uid: me }, '/srv/config': mallory },
    above,
    'refused: /srv/config',
  ],
  [
    'my directory, in a directory like /tmp',
    { '/srv': sticky, '/srv/config': me, [above.file]: me },
    above,
    'counts',
  ],
  [
    "a stranger's directory, above another directory of the stranger",
    { '/srv/p': mallory, '/srv/config': mallory },
    above,
    'ignored: /srv/config',
  ],
  [
    "a stranger's whole project",
    { '/srv/p': mallory, '/srv/p/config': mallory, [file]: mallory },
    {},
    `ignored: ${file}`,
  ],
  ['my file in a directory of another user', { '/srv/p': mallory }, {}, 'ignored: /srv/p'],
  ['their link to my file', { [file]: { uid: mallory, link: '/srv/p/x' } }, {}, `refused: ${file}`],
  [
    'their link to my directory',
    { '/srv/p/config': { uid: mallory, link: 'mine' } },
    {},
    'refused: /srv/p/config',
  ],
  [
    'my link to their file',
    { [file]: { link: '../theirs' }, '/srv/p/theirs': mallory },
    {},
    'refused: /srv/p/theirs',
  ],
  [
    'my link into their directory',
    { [file]: { link: '/home/m/x' }, '/home/m': mallory },
    {},
    'refused: /home/m',
  ],
  [
    'my link to their link to my file',
    { [file]: { link: '/home/x' }, '/home/x': { uid: mallory, link: '/srv/p/y' } },
    {},
    'refused: /home/x',
  ],
  ['my link to my file', { [file]: { link: '../../p/mine' } }, {}, 'counts'],
  ['a loop of links', { [file]: { link: 'common.tfvars' } }, {}, 'counts'],
]

for (const [name, tree, at, expected] of rows)
  test(`whose files count: ${name}`, (t) => {
    t.is(judge(tree, at).outcome, expected)
  })

test('trusting a directory covers everything below it, and the result says whether this trust was needed', (t) => {
  const tree = { [file]: alice }
  const outcome = (...exceptions: string[]) => judge(tree, {}, { exceptions })
  for (const exception of ['/', '/srv', '/srv/p', '/srv/p/config', file]) {
    t.is(outcome(exception).outcome, 'counts', exception)
    t.true(outcome(exception).usedExceptions)
  }
  for (const exception of ['/srv/p/apps', '/srv/p/conf', '/sr'])
    t.is(outcome(exception).outcome, `refused: ${file}`, exception)
  t.false(judge({}, {}, { exceptions: ['/srv/p'] }).usedExceptions)
})

test('for root, a project of another user counts only if that user owns all of its files', (t) => {
  t.deepEqual(trustedOwners(me, alice), [new Set([me, root, alice])])
  t.deepEqual(trustedOwners(root, root), [new Set([root])])
  const [own, theirs] = trustedOwners(root, alice)
  const all = ['/srv/p', '/srv/p/config', file, '/srv/p/apps', '/srv/p/apps/net']
  const whole = Object.fromEntries(all.map((at) => [at, alice]))
  const by = (owners: ReadonlySet<number> | undefined, tree: Record<string, Written>) =>
    judge(tree, {}, { owners }).outcome
  t.is(by(own, whole), `ignored: ${file}`)
  t.is(by(theirs, whole), 'counts')
  t.is(by(theirs, { ...whole, [file]: root }), `refused: ${file}`)
})

test('which files count as writable for others', (t) => {
  const open = (mode: number, gid = me, exceptions: string[] = []) =>
    judge({ [file]: { mode, gid } }, {}, { exceptions }).open
  t.is(open(0o644), undefined)
  t.is(open(0o664), undefined, 'a group of the same number')
  t.is(open(0o664, 100), undefined, 'my own group')
  t.is(open(0o664, 50), file)
  t.is(open(0o666), file)
  t.is(open(0o666, me, ['/srv/p']), undefined)
  t.is(judge({ '/srv/p/config': { mode: 0o777 } }).open, '/srv/p/config')
  t.is(judge({ '/srv/p': { mode: 0o1777 } }).open, undefined, 'they may not replace what is mine')
})

test('the list of trusted directories, and file systems without modes', (t) => {
  t.deepEqual(parseTrustList('1000 /srv/a b\nnonsense\n7 relative\n0 /\n'), [
    { uid: 1000, directory: '/srv/a b' },
    { uid: 0, directory: '/' },
  ])
  for (const [type, platform, keeps] of [
    [0xef53, 'linux', true],
    [0x01021997, 'linux', false],
    [0x786f4256, 'linux', false],
    [-(2 ** 32) + 0xff534d42, 'linux', false],
    [26, 'darwin', false],
  ] as const)
    t.is(typeKeepsModes(type, platform), keeps, String(type))
})
