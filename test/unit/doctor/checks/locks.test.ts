import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { checkLocks, type LockState, readLocks } from '../../../../lib/doctor/checks/locks.ts'
import { withLock } from '../../../../lib/lock/lock.ts'
import { findLocks } from '../../../../lib/lock/places.ts'
import { describeSelf } from '../../../../lib/process/identity.ts'
import { temporary } from '../../../rig/install.ts'
import { write } from '../../../rig/project.ts'

const lock: LockState = {
  directory: '/c/a.tfsso-lock',
  holder: 7,
  running: true,
  doing: undefined,
  silentMs: 0,
}
for (const [what, state, status, message] of [
  ['held', {}, 'ok', /is held by process 7, which is still running\.$/],
  ['by a login', { doing: 'login at X' }, 'ok', /which is still running, for the login at X\.$/],
  ['left over', { running: false }, 'warning', /left by process 7, which has ended/],
  [
    'elsewhere',
    { running: undefined, silentMs: 4_000 },
    'ok',
    /another container.*its last sign of life was 4 s ago/,
  ],
  [
    'elsewhere, dead',
    { running: undefined, silentMs: 90_000 },
    'warning',
    /its last sign of life was 90 s ago/,
  ],
  ['invalid', { holder: undefined, running: undefined }, 'ok', /an unknown process/],
  [
    'claimed only',
    { holder: undefined, running: undefined, silentMs: 4_000 },
    'warning',
    /taken by a process that ended before it could write down its id/,
  ],
] as const) {
  test(`a lock: ${what}`, (t) => {
    const [finding] = checkLocks([{ ...lock, ...state }])
    t.is(finding?.status, status)
    t.regex(finding?.message ?? '', message)
    if (status === 'warning') t.regex(finding?.advice.join() ?? '', /rm -r '\/c\/a\.tfsso-lock'/)
  })
}

test('a lock that can’t be listed is one finding, beside those of the other locks', async (t) => {
  const directory = temporary('tfsso-locks-')
  const loop = path.join(directory, 'loop')
  fs.symlinkSync('loop', loop)
  const left = path.join(directory, 'left')
  fs.mkdirSync(path.join(left, '1.lock'), { recursive: true })
  const findings = checkLocks(await readLocks([loop, left], Date.now()))
  t.deepEqual(
    findings.map(({ status, subject }) => [status, subject]),
    [
      ['broken', loop],
      ['ok', left],
    ],
  )
  t.regex(findings[0]?.message ?? '', /a lock at .*loop \(it is not a directory\)\.$/)
})

test('the locks on disk: held, ended, and abandoned', async (t) => {
  const root = temporary('tfsso-locks-')
  const places = { tokenCache: path.join(root, 'tokens'), cache: path.join(root, 'cache') }
  const held = path.join(places.tokenCache, 'held.tfsso-lock')
  const over = path.join(places.cache, 'locks/222222222222.Over')
  const left = path.join(places.cache, 'locks/222222222222.Left')
  write(path.join(places.tokenCache, 'token.json'), '{}')
  await withLock(over, { waitMs: 1_000 }, async () => {})
  const claimed = path.join(places.cache, 'configure-lock')
  fs.mkdirSync(path.join(claimed, '2.lock'), { recursive: true })
  write(path.join(left, '3'), JSON.stringify({ ...(await describeSelf()), pid: 2 ** 22 + 1 }))
  await withLock(held, { waitMs: 1_000 }, async (lock) => {
    lock.announce('login')
    const before = fs.readdirSync(root, { recursive: true }).sort()
    const found = await readLocks(findLocks(places), Date.now())
    t.deepEqual(
      found.map((lock) =>
        'problem' in lock ? lock.problem : [lock.directory, lock.running, lock.doing],
      ),
      [
        [held, true, 'login'],
        [left, false, undefined],
        [claimed, undefined, undefined],
      ],
    )
    t.deepEqual(fs.readdirSync(root, { recursive: true }).sort(), before)
  })
  t.deepEqual(
    checkLocks([]).map(({ status }) => status),
    ['ok'],
  )
})
