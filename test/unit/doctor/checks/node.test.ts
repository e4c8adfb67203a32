import fs from 'node:fs'
import test from 'ava'
import { checkNode, compareVersions, oldestNode } from '../../../../lib/doctor/checks/node.ts'
import { repository } from '../../../rig/install.ts'

for (const [version, status] of [
  ['18.20.4', 'broken'],
  ['20.18.3', 'broken'],
  ['20.19.0', 'warning'],
  ['22.0.0', 'ok'],
  ['24.11.1', 'ok'],
  ['25.0.0-nightly20251001', 'ok'],
] as const) {
  test(`Node ${version}: ${status}`, (t) => {
    const running = { file: '/usr/bin/node', version }
    const [recorded, found] = checkNode({ recorded: '/usr/bin/node', found: true, running })
    t.is(recorded?.status, 'ok')
    t.is(found?.status, status)
    if (status !== 'ok') t.regex(found?.advice.join() ?? '', /22 or 24.*install\.sh/)
  })
}

test('the Node that was recorded', (t) => {
  const running = { file: '/usr/bin/node', version: '24.0.0' }
  const [gone] = checkNode({ recorded: '/opt/node', found: false, running })
  t.is(gone?.status, 'warning')
  t.regex(gone?.message ?? '', /\/opt\/node, is gone; \/usr\/bin\/node, on PATH, is used/)
  const [none] = checkNode({ recorded: undefined, found: false, running })
  t.is(none?.status, 'warning')
  t.regex(none?.message ?? '', /No Node\.js is recorded/)
})

test('versions are compared by numbers', (t) => {
  t.true(compareVersions('20.9.0', '20.19.0') < 0)
  t.true(compareVersions('100.0.0', '22.0.0') > 0)
  t.is(compareVersions('20.19.0', '20.19.0'), 0)
})

test('the floor is that of package.json', (t) => {
  const { engines } = JSON.parse(fs.readFileSync(`${repository}/package.json`, 'utf8'))
  t.is(`${engines.node}.0`, `>=${oldestNode}`)
})
