import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { readPrivate } from '../../../lib/files/read-trusted.ts'
import { removeLeftovers, temporaryName } from '../../../lib/files/temporary-file.ts'
import { writePrivate } from '../../../lib/files/write-private.ts'
import { Problem } from '../../../lib/text/problem.ts'
import { onDisk } from '../../rig/disk-clock.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'
import { hasEnded, until } from '../../rig/until.ts'

const root = temporary('tfsso write-private-')
const at = (...parts: string[]) => path.join(root, ...parts)
const mode = (file: string) => (fs.statSync(file).mode & 0o777).toString(8)

test('a private file is written completely, and replaces whatever is there', (t) => {
  const directory = at('written')
  fs.mkdirSync(directory)
  const victim = write(at('victim'), 'untouched')
  const file = path.join(directory, 'a')
  const before: (() => void)[] = [
    () => {},
    () => fs.writeFileSync(file, 'old', { mode: 0o666 }),
    () => fs.chmodSync(file, 0o400),
    () => {
      fs.rmSync(file)
      fs.symlinkSync(victim, file)
    },
  ]
  for (const prepare of before) {
    prepare()
    writePrivate(file, 'new ☃')
    t.is(readPrivate(file), 'new ☃')
    t.is(mode(file), '600')
  }
  t.is(fs.readFileSync(victim, 'utf8'), 'untouched')
  t.deepEqual(fs.readdirSync(directory), ['a'])
})

test('a process that has the old file open can still read it', (t) => {
  const file = at('replaced')
  writePrivate(file, 'old')
  const handle = fs.openSync(file, 'r')
  writePrivate(file, 'new')
  t.is(fs.readFileSync(handle, 'utf8'), 'old')
  fs.closeSync(handle)
})

test('a failed write leaves no files', (t) => {
  const directory = at('failed')
  const file = path.join(directory, 'a')
  fs.mkdirSync(path.join(file, 'b'), { recursive: true })
  const write = (to: string) => () => writePrivate(to, 'x', { precious: true })
  t.throws(write(file), { instanceOf: Problem, message: `${file} is a directory.` })
  t.deepEqual(fs.readdirSync(directory), ['a'])
  const missing = path.join(directory, 'missing/a')
  t.throws(write(missing), {
    instanceOf: Problem,
    message: `${missing} cannot be written: ENOENT.`,
  })
  fs.writeFileSync(path.join(directory, 'file'), '')
  const below = path.join(directory, 'file/a')
  t.throws(write(below), { instanceOf: Problem, message: `${below} cannot be written: ENOTDIR.` })
})

test('a directory in the place of a cache file is replaced', (t) => {
  const file = at('cached')
  write(path.join(file, 'b/c'), '')
  t.true(writePrivate(file, 'x'))
  t.is(readPrivate(file), 'x')
})

test('the old file stays if `unless` returns true, or if another process removes the new file just before the rename', (t) => {
  const directory = at('unless')
  fs.mkdirSync(directory)
  const file = path.join(directory, 'a')
  const stage = path.join(directory, 'stage')
  writePrivate(file, 'old')
  fs.writeFileSync(stage, 'of one who was killed')
  t.false(writePrivate(file, 'new', { stage, unless: () => true }))
  const takeAway = () => {
    fs.rmSync(stage)
    return false
  }
  t.false(writePrivate(file, 'new', { stage, unless: takeAway }))
  t.is(readPrivate(file), 'old')
  t.deepEqual(fs.readdirSync(directory), ['a'])
  t.true(writePrivate(file, 'new', { stage, unless: () => false }))
  t.is(readPrivate(file), 'new')
})

test('the files that killed writers left are removed, and those of running writers stay', async (t) => {
  const directory = at('left')
  fs.mkdirSync(directory)
  const own = temporaryName()
  const dead = execFileSync('sh', ['-c', 'echo $$'], { encoding: 'utf8' }).trim()
  const day = 24 * 3600_000
  const names = {
    [own]: true,
    [own.replace(/\d+/, dead)]: false,
    [own.replace(/-[0-9a-f]{8}-/, '-00000000-')]: true,
    [own.replace(/-[0-9a-f]{8}-/, '-11111111-')]: false,
    '.tfsso-note': true,
    'grant.tmp': true,
  }
  for (const name of Object.keys(names)) fs.writeFileSync(path.join(directory, name), '')
  const old = (onDisk(Date.now()) - 2 * day) / 1000
  fs.utimesSync(path.join(directory, own.replace(/-[0-9a-f]{8}-/, '-11111111-')), old, old)
  removeLeftovers(directory, onDisk(Date.now()))
  t.deepEqual(
    fs.readdirSync(directory).sort(),
    Object.keys(names)
      .filter((name) => names[name])
      .sort(),
  )
})

test('a killed writer counts as dead, even if its parent has not noticed', async (t) => {
  const directory = at('zombie')
  fs.mkdirSync(directory)
  // A parent that never asks how its child ended.
  const parent = spawn('sh', ['-c', 'true & echo $!; exec sleep 300'])
  t.teardown(() => parent.kill('SIGKILL'))
  const [said] = await once(parent.stdout, 'data')
  // After this wait, the child is a zombie or gone. It is gone if sh notices its end before sh becomes `sleep`.
  await until(() => hasEnded(String(said).trim()))
  fs.writeFileSync(path.join(directory, temporaryName().replace(/\d+/, String(said).trim())), '')
  removeLeftovers(directory, Date.now())
  t.deepEqual(fs.readdirSync(directory), [])
})

test('the file gets the modification time that is asked for', (t) => {
  const moment = Date.now() + 3_600_000
  writePrivate(at('timed'), '', { mtimeMs: moment })
  t.true(Math.abs(fs.statSync(at('timed')).mtimeMs - onDisk(moment)) < 1500)
})
