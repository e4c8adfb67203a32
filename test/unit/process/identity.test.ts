import { spawn } from 'node:child_process'
import { once } from 'node:events'
import test from 'ava'
import { describeSelf, isRunning } from '../../../lib/process/identity.ts'

test('this process counts as running, and its identity does not change', async (t) => {
  const self = await describeSelf()
  t.is(self.pid, process.pid)
  t.not(self.start, '')
  t.true(await isRunning(self))
  t.deepEqual(await describeSelf(), self)
})

for (const [what, change, expected] of [
  ['a later process of the same pid', { start: '12' }, false],
  ['a pid of another machine or container', { space: 'elsewhere' }, undefined],
  ['a process whose start is not known', { start: '' }, undefined],
] as const) {
  test(`isRunning is ${expected} for ${what}`, async (t) => {
    t.is(await isRunning({ ...(await describeSelf()), ...change }), expected)
  })
}

test('a process that has ended does not count as running', async (t) => {
  const { space } = await describeSelf()
  // /proc/PID/stat contains the process's name, here with parentheses and spaces.
  const child = spawn(process.execPath, [
    '-e',
    "process.title = 'a) Z 1 (b'; setInterval(Date, 9); console.log()",
  ])
  await once(child.stdout, 'data')
  const { readFileSync } = await import('node:fs')
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
  const start = stat.slice(stat.lastIndexOf(') ') + 2).split(' ')[19] ?? ''
  const identity = { pid: child.pid ?? 0, start, space }
  t.true(await isRunning(identity))
  child.kill('SIGKILL')
  await once(child, 'exit')
  t.false(await isRunning(identity))
})
