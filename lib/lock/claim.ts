import fs from 'node:fs'
import type { LockOptions } from 'proper-lockfile'
import { errorCode } from '../files/error-code.ts'
import { describeSelf } from '../process/identity.ts'
import { prepareDirectory, unusable } from './directory.ts'
import { clean, highest, lockFile } from './generation.ts'
import { nameHolder, nameNobody, signEveryMs } from './holder.ts'
import { readOutcome } from './outcome.ts'
import { touch } from './whole-file.ts'

/*
 * Claiming a generation with proper-lockfile, which makes the directory `N.lock`, touches it as long
 * as it is held, and removes it when the process ends. It never takes a lock over by its age here: it
 * would do so in three steps (stat, rmdir, mkdir) that several waiters can pass at once, and go by
 * clocks, which may be wrong.
 */

/**
 * Claims a generation and says that this process holds it. Gives what releases it, or undefined where
 * another process has it, had it, or went further meanwhile: then look again. Problem 75 where no lock
 * can be.
 */
export async function claim(
  directory: string,
  generation: number,
): Promise<(() => void) | undefined> {
  const self = await describeSelf()
  const { lockSync } = await import('proper-lockfile')
  prepareDirectory(directory)
  const name = lockFile(directory, generation, '')
  let signs: NodeJS.Timeout | undefined
  // `N.lock` was removed or touched by others, or its filesystem rounds times. That ends no holder, but
  // the library gives no more signs of life.
  const onCompromised = () => {
    signs = setInterval(() => touch(name), signEveryMs)
    signs.unref()
  }
  let unlock: () => void
  try {
    unlock = lockSync(name, { ...settings, fs: fileSystem(name), onCompromised })
  } catch (error) {
    // ENOENT: somebody removed the directory, which anyone may at any time.
    if (['ELOCKED', 'ENOENT'].includes(errorCode(error) ?? '')) return undefined
    throw unusable(directory, errorCode(error))
  }
  keepFileSizeLimit()
  const release = () => {
    clearInterval(signs)
    try {
      unlock()
    } catch {
      // It was compromised, or the disk is read-only now. `N` and `N.done` decide.
    }
  }
  // A process that is killed here, before it has named itself, leaves `N.lock` without `N`. Waiters give
  // such a generation up after `namelessMs`, by naming nobody, which only one of both can do: a process
  // that was merely suspended here can't name itself when it goes on.
  try {
    // The generation may have come to its end between our look and our claim. Without its name, which
    // anyone may remove, everybody would claim it again.
    if (readOutcome(directory, generation)) nameNobody(directory, generation)
    else if (nameHolder(directory, generation, self)) {
      if (highest(directory) === generation) {
        clean(directory, generation)
        return release
      }
      fs.rmSync(name, { force: true })
    }
  } catch (error) {
    release()
    throw unusable(directory, errorCode(error))
  }
  release()
  return undefined
}

const settings = {
  // What is locked need not exist.
  realpath: false,
  stale: Number.POSITIVE_INFINITY,
  // Else half of `stale`, and a timer of infinity runs after 1 ms.
  update: signEveryMs,
} satisfies LockOptions

/** What proper-lockfile works with: `N.lock` is private, and older versions look at the time of `N`. */
function fileSystem(name: string) {
  return {
    mkdirSync: (directory: string) => fs.mkdirSync(directory, 0o700),
    rmdirSync: fs.rmdirSync,
    statSync: fs.statSync,
    utimesSync: (directory: string, atime: Date, mtime: Date) => {
      fs.utimesSync(directory, atime, mtime)
      touch(name)
    },
  }
}

/**
 * The library listens for every signal that ends a process, to release its locks, and then ends it. It
 * counts SIGXFSZ among them, which node ignores so that a write beyond `ulimit -f` fails with EFBIG. It leaves
 * to others what they listen for, too.
 */
function keepFileSizeLimit(): void {
  if (!process.listeners('SIGXFSZ').includes(ignore)) process.on('SIGXFSZ', ignore)
}

const ignore = () => {}
