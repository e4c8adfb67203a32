import test from 'ava'
import { checkNode, compareVersions } from '../../../../lib/doctor/checks/node.ts'

const entry = { file: '/usr/bin/node', uid: 0, gid: 0, mode: 0o100755 }
const november = Date.parse('2026-11-29')
const mine = { entries: [entry], uid: 1000, prefix: '/p', now: november }

for (const [version, status] of [
  ['18.20.4', 'broken'],
  ['20.18.3', 'broken'],
  ['20.19.0', 'warning'],
  ['22.0.0', 'ok'],
  ['23.11.0', 'warning'],
  ['24.11.1', 'ok'],
  ['25.0.0-nightly20251001', 'warning'],
  ['26.12.1', 'ok'],
  ['31.0.0', 'ok'],
] as const) {
  test(`Node ${version}: ${status}`, (t) => {
    const running = { file: '/usr/bin/node', version }
    const [recorded, found] = checkNode({
      recorded: '/usr/bin/node',
      found: true,
      running,
      ...mine,
    })
    t.is(recorded?.status, 'ok')
    t.is(found?.status, status)
    if (status !== 'ok') t.regex(found?.advice.join() ?? '', /24 or 26.*install\.sh/)
  })
}

test('a warning if the recorded Node.js is gone, or if none is recorded', (t) => {
  const running = { file: '/usr/bin/node', version: '24.0.0' }
  const [gone] = checkNode({ recorded: '/opt/node', found: false, running, ...mine })
  t.is(gone?.status, 'warning')
  t.regex(gone?.message ?? '', /\/opt\/node, is gone; tfsso uses \/usr\/bin\/node from PATH/)
  const [none] = checkNode({ recorded: undefined, found: false, running, ...mine })
  t.is(none?.status, 'warning')
  t.regex(none?.message ?? '', /No Node\.js is recorded/)
})

test('a Node.js that came with tfsso, before and after its end of life', (t) => {
  const recorded = '/p/current/node/bin/node'
  const facts = { ...mine, recorded, found: true, running: { file: recorded, version: '26.12.1' } }
  const [own, good] = checkNode(facts)
  t.deepEqual([own?.status, good?.status], ['ok', 'ok'])
  t.regex(own?.message ?? '', /the Node\.js that came with it/)
  const [, ended] = checkNode({ ...facts, now: Date.parse('2029-04-30') })
  t.is(ended?.status, 'warning')
  t.regex(ended?.advice.join() ?? '', /newer release of tfsso/)
})

test('versions are compared by numbers', (t) => {
  t.true(compareVersions('20.9.0', '20.19.0') < 0)
  t.true(compareVersions('100.0.0', '22.0.0') > 0)
  t.is(compareVersions('20.19.0', '20.19.0'), 0)
})

for (const [what, change, status] of [
  ['root', {}, 'ok'],
  ['this user', { uid: 1000, gid: 1000 }, 'ok'],
  ['this user, with a private group', { uid: 1000, gid: 1000, mode: 0o100775 }, 'ok'],
  ['another user', { uid: 1001, gid: 1001 }, 'warning'],
  ['a group that can write to it', { gid: 20, mode: 0o100775 }, 'broken'],
  ['everybody', { mode: 0o100777 }, 'broken'],
] as const) {
  test(`a Node.js that belongs to ${what}: ${status}`, (t) => {
    const running = { file: '/usr/bin/node', version: '24.0.0' }
    const entries = [{ ...entry, ...change }]
    const all = checkNode({ recorded: '/usr/bin/node', found: true, running, ...mine, entries })
    const owner = all.find(({ check }) => check === 'node-owner')
    t.is(owner?.status, status)
    t.is(owner?.advice.length === 0, status === 'ok')
  })
}
