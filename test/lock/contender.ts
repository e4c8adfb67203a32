import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { type HeldLock, withLock } from '../../lib/lock/lock.ts'
import { describeSelf, isRunning } from '../../lib/process/identity.ts'
import { exitCode, Problem } from '../../lib/text/problem.ts'

/*
 * A process that wants a lock, started as `contender DIRECTORY MODE [NUMBER]`. MODE is one of:
 * - `hold [WAIT_MS]`: takes the lock, prints `held`, and reads orders from stdin.
 * - `late`: does the same, but first prints `began` and waits for a line on stdin.
 * - `guard`: checks that no other process has the lock.
 * - `rounds N`: takes the lock N times.
 *
 * With TFSSO_TEST_SIGNAL, the process sends itself this signal after it has claimed a generation and before it writes
 * its name. With TFSSO_TEST_PAUSE, it suspends itself after it has printed `waits`. On Ctrl-C it exits with 130, as
 * lib/cli/program.ts does.
 */

const [, , directory = '', mode, number] = process.argv
/** longer than any test */
const longMs = 3600_000
const say = (line: string) => process.stdout.write(`${line}\n`)
process.once('SIGINT', () => process.exit(130))

const signal = process.env.TFSSO_TEST_SIGNAL
const link = fs.linkSync
if (signal)
  fs.linkSync = (from, to) => {
    fs.linkSync = link
    process.kill(process.pid, signal)
    link(from, to)
  }

if (mode === 'late') say('began')
const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]()
if (mode === 'late') await lines.next()

async function obey(lock: HeldLock): Promise<void> {
  say('held')
  for (;;) {
    const { value, done } = await lines.next()
    const [order, ...rest] = String(value).split(' ')
    const text = rest.join(' ')
    if (done || order === 'end') return
    if (order === 'announce') lock.announce(text)
    if (order === 'fail') throw new Problem(exitCode.unreachable, text, 'first', 'second')
    if (order === 'break') throw new TypeError(text)
    if (order === 'exit') process.exit()
    if (order === 'grow') say(`grew ${grow()}`)
    if (order === 'write') say(`wrote ${lock.replace(path.join(directory, '..', 'result'), text)}`)
  }
}

/** Writes a file of 1 MB. Returns `to 1 MB`, or the error's code. */
function grow(): string {
  try {
    fs.writeFileSync(path.join(directory, '..', 'large'), Buffer.alloc(2 ** 20))
    return 'to 1 MB'
  } catch (error) {
    return String((error as NodeJS.ErrnoException).code)
  }
}

/**
 * Adds 1 to the number in `counter`. Fails if another process is in this function at the same time. If two processes
 * add 1 at once, one addition can be lost, and the final number is too small.
 */
async function one(): Promise<void> {
  const inside = path.join(directory, '..', 'inside')
  const counter = path.join(directory, '..', 'counter')
  fs.writeFileSync(inside, '', { flag: 'wx' })
  const count = fs.existsSync(counter) ? Number(fs.readFileSync(counter, 'utf8')) : 0
  await sleep(Math.random() * 2)
  fs.writeFileSync(counter, String(count + 1))
  fs.rmSync(inside)
}

/**
 * Checks, until this process is killed, that no other process has the lock. If the file `inside` already exists, the
 * process that it names must be dead. After this check, this process writes its own `inside`, and no other process may
 * change it.
 */
async function guard(): Promise<void> {
  const inside = path.join(directory, '..', 'inside')
  const before = fs.existsSync(inside) ? JSON.parse(fs.readFileSync(inside, 'utf8')) : undefined
  if (before && (await isRunning(before))) say(`two holders: ${before.pid} is there`)
  fs.rmSync(inside, { force: true })
  const self = JSON.stringify(await describeSelf())
  fs.writeFileSync(inside, self, { flag: 'wx' })
  fs.appendFileSync(path.join(directory, '..', 'log'), `${process.pid}\n`)
  say('held')
  for (;;) {
    await sleep(2)
    if (fs.readFileSync(inside, 'utf8') !== self) say('two holders: another one has come')
  }
}

try {
  if (mode === 'rounds') {
    for (let round = 0; round < Number(number); round++)
      await withLock(directory, { waitMs: longMs }, one)
  } else {
    const waitMs = Number(number ?? longMs)
    const onWait = ({ pid }: { pid: number }, doing: string) => say(`waits for ${pid}: ${doing}`)
    let looks = 0
    const ready = () => {
      if (++looks === 2) say('waits')
      if (looks === 2 && process.env.TFSSO_TEST_PAUSE) process.kill(process.pid, 'SIGSTOP')
      if (looks > 2) say('looks')
      return undefined
    }
    await withLock(directory, { waitMs, ready, onWait }, mode === 'guard' ? guard : obey)
  }
  say('over')
} catch (error) {
  say(
    error instanceof Problem
      ? `problem ${error.code} ${[error.message, ...error.advice].join('/')}`
      : `bug ${error instanceof Error ? error.message : error}`,
  )
}
process.exit()
