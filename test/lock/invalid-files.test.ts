import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { withLock } from '../../lib/lock/lock.ts'
import { Problem } from '../../lib/text/problem.ts'
import { compiledFile } from '../rig/compiled.ts'
import { hangMs } from '../rig/limits.ts'
import { needsUsers, shared, victim } from '../rig/users.ts'
import { holder, newLock, takeOver, takeoverMs, takeTurns } from './rig.ts'

const options = { waitMs: hangMs }

test('unknown files in the directory do no harm', async (t) => {
  const lock = newLock()
  fs.mkdirSync(path.join(lock, 'a directory'), { recursive: true })
  for (const name of ['README', '0', '00012', '-3', '1e9', '9'.repeat(30), '5.done', '.1234-abc'])
    fs.writeFileSync(path.join(lock, name), 'invalid')
  fs.symlinkSync('/nowhere', path.join(lock, 'dangling'))
  for (let round = 0; round < 3; round++)
    t.is(await withLock(lock, options, async () => 'done'), 'done')
})

test('an invalid outcome is ignored', async (t) => {
  const lock = newLock()
  let begin = () => {}
  const began = new Promise<void>((resolve) => {
    begin = resolve
  })
  let end = () => {}
  const over = new Promise<void>((resolve) => {
    end = resolve
  })
  const first = withLock(lock, options, async () => {
    begin()
    await over
  })
  await began
  let looks = 0
  const ready = () => {
    if (++looks === 3) end()
    return undefined
  }
  const second = withLock(lock, { ...options, ready }, async () => 'second')
  fs.writeFileSync(path.join(lock, '1.done'), '{"failure": 7')
  t.is(await second, 'second')
  await first
})

test('if the lock’s directory is removed, the holder goes on, and another process can take the lock', async (t) => {
  const lock = newLock()
  const first = holder(t, lock)
  await first.says(/held/)
  fs.rmSync(lock, { recursive: true })
  const waiter = await takeOver(t, lock)
  first.tell('write one')
  await first.says(/wrote true/)
  first.tell('end')
  await first.says(/over/)
  waiter.tell('end')
  await waiter.says(/over/)
  t.is(await withLock(lock, options, async () => 'next'), 'next')
})

test('a holder whose lock was taken over writes nothing', async (t) => {
  const lock = newLock()
  const result = path.join(lock, '..', 'result')
  const first = holder(t, lock)
  await first.says(/held/)
  first.tell('write one')
  await first.says(/wrote true/)
  fs.writeFileSync(path.join(lock, '2'), fs.readFileSync(path.join(lock, '1')))
  first.tell('write two')
  await first.says(/wrote false/)
  t.is(fs.readFileSync(result, 'utf8'), 'one')
  t.deepEqual(fs.readdirSync(lock).sort(), ['1', '1.lock', '2'])
})

test.serial('a successor removes the file that its predecessor was about to rename', async (t) => {
  const lock = newLock()
  const result = path.join(lock, '..', 'result')
  // A successor appears after the holder has looked for successors, and before the holder renames its file.
  const rename = fs.renameSync
  await withLock(lock, options, async ({ replace }) => {
    fs.renameSync = (from, to) => {
      fs.renameSync = rename
      fs.writeFileSync(path.join(lock, '1.done'), '{}')
      const script =
        'import(process.argv[1]).then(m => m.claim(process.argv[2], 2)).then(r => console.log(!!r))'
      const args = ['-e', script, compiledFile('lib/lock/claim.ts'), lock]
      t.is(execFileSync(process.execPath, args, { encoding: 'utf8' }), 'true\n')
      rename(from, to)
    }
    t.false(replace(result, 'one'))
  })
  t.false(fs.existsSync(result))
  fs.renameSync = rename
})

test('a directory in which no lock can be created is a Problem', async (t) => {
  const lock = newLock()
  fs.writeFileSync(lock, 'a file')
  const error = await t.throwsAsync(
    withLock(lock, options, async () => {}),
    { instanceOf: Problem },
  )
  t.like(error, { code: 75 })
  t.regex(error.message, /a lock \(it is not a directory\)/)
})

/** Until the test ends, `list` decides how the directory is listed. */
function listBy(
  t: ExecutionContext<unknown>,
  directory: string,
  list: (real: () => string[]) => string[],
): void {
  const { readdirSync } = fs
  fs.readdirSync = ((at: string, ...rest: []) => {
    const real = () => readdirSync(at, ...rest)
    return at === directory ? list(real) : real()
  }) as typeof readdirSync
  t.teardown(() => {
    fs.readdirSync = readdirSync
  })
}

test.serial(
  'a directory that can’t be listed is a Problem, before and after the claim',
  async (t) => {
    const lock = newLock()
    let denied = false
    listBy(t, lock, (real) => {
      if (denied) throw Object.assign(new Error(), { code: 'EACCES' })
      return real()
    })
    const expected = { instanceOf: Problem, code: 75, message: /a lock \(EACCES\)/ } as const
    const writing = withLock(lock, options, async ({ replace }) => {
      denied = true
      replace(path.join(lock, '..', 'result'), 'text')
    })
    await t.throwsAsync(writing, expected)
    await t.throwsAsync(
      withLock(lock, options, async () => {}),
      expected,
    )
  },
)

test.serial('a process that can never claim a generation gives up after `waitMs`', async (t) => {
  const lock = newLock()
  await withLock(lock, options, async () => {
    let looks = 0
    listBy(t, lock, () => {
      looks++
      return []
    })
    await t.throwsAsync(
      withLock(lock, { waitMs: 300 }, async () => {}),
      { instanceOf: Problem, code: 75, message: /a lock \(every attempt failed\)/ },
    )
    t.true(looks < 50, 'it pauses after each attempt')
  })
})

test('if the lock’s path leads through a link to nothing, the Problem names this link', async (t) => {
  const lock = newLock()
  const link = path.join(path.dirname(lock), 'link')
  fs.symlinkSync('nowhere', link)
  const error = await t.throwsAsync(
    withLock(path.join(link, 'cache/lock'), options, async () => {}),
    { instanceOf: Problem },
  )
  t.like(error, { code: 78, message: `${link} is a link to nowhere, which does not exist.` })
})

for (const [what, spoil] of [
  ['a symlink', (lock: string) => fs.symlinkSync(path.dirname(lock), lock)],
  ["another user's directory", (lock: string) => fs.chownSync(fs.mkdtempSync(lock), 65534, 65534)],
] as const) {
  // Only root can give a directory to another user.
  const run = what === 'a symlink' ? test : needsUsers
  run(`a lock can’t be in ${what}`, async (t: ExecutionContext<unknown>) => {
    const lock = newLock()
    spoil(lock)
    const [name = ''] = fs.readdirSync(path.dirname(lock))
    const at = path.join(path.dirname(lock), name)
    const error = await t.throwsAsync(
      withLock(at, options, async () => {}),
      { instanceOf: Problem },
    )
    t.like(error, { code: 75 })
    t.deepEqual(fs.readdirSync(path.dirname(lock)), [name])
  })
}

/** If the process can list the directory, it finds `1.lock` without `1`, and tries to write `1`. */
for (const [what, mode, why] of [
  ['can’t list', 0o700, 'it belongs to another user'],
  ['can list', 0o755, 'it belongs to another user'],
  ['can list, and that is the user’s own', 0o500, 'EACCES'],
] as const) {
  needsUsers(`a Problem says why a user has no lock in a directory that the user ${what}`, (t) => {
    const lock = path.join(shared(0o755), 'a lock')
    fs.mkdirSync(path.join(lock, '1.lock'), { recursive: true })
    fs.chmodSync(lock, mode)
    if (why === 'EACCES') fs.chownSync(lock, victim, victim)
    // The process loads the code before it calls `setuid`: the new user perhaps can't read the repository.
    const script = `import(process.argv[1]).then(({ withLock }) => {
      process.setuid(${victim})
      const options = { waitMs: ${hangMs} }
      return withLock(process.argv[2], options, () => {}).catch(({ message }) => console.log(message))
    })`
    const args = ['-e', script, compiledFile('lib/lock/lock.ts'), lock]
    const said = execFileSync(process.execPath, args, { encoding: 'utf8' })
    t.is(said, `Could not create a lock at ${lock} (${why}).\n`)
  })
}

test('if the file N does not name a holder, another process soon takes the lock', async (t) => {
  for (const spoil of [
    (file: string) => fs.writeFileSync(file, '{"pid":1'),
    (file: string) => fs.writeFileSync(file, 'null'),
    (file: string) => fs.mkdirSync(file),
    (file: string) => fs.symlinkSync('/nowhere', file),
  ]) {
    const lock = newLock()
    fs.mkdirSync(lock)
    spoil(path.join(lock, '1'))
    t.is(await withLock(lock, { waitMs: takeoverMs }, async () => 'next'), 'next')
  }
})

test('an invalid N.done does not release a lock', async (t) => {
  const lock = newLock()
  const first = holder(t, lock)
  await first.says(/held/)
  for (const invalid of ['', '{"fail', 'null', '7', '{"failure":7}']) {
    fs.writeFileSync(path.join(lock, '1.done'), invalid)
    await t.throwsAsync(
      withLock(lock, { waitMs: 300 }, async () => {}),
      { instanceOf: Problem },
    )
  }
})

test.serial('a lock works on a filesystem without hard links', async (t) => {
  const link = fs.linkSync
  fs.linkSync = () => {
    throw Object.assign(new Error('no'), { code: 'EPERM' })
  }
  t.teardown(() => {
    fs.linkSync = link
  })
  const lock = newLock()
  await takeTurns(t, lock, takeoverMs)
})
