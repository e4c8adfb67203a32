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
 * Claims a generation (one use of the lock) with proper-lockfile. The library makes the directory `N.lock`, touches it
 * while the generation is held, and removes it at the release, or when the process exits. The library could also take
 * over old locks, but that is switched off for two reasons. A takeover has three steps (stat, rmdir, mkdir): if two
 * waiting processes take these steps at the same time, both can get the lock. And the library compares clocks to decide
 * whether a lock is old, but a clock can be wrong.
 */

/**
 * Claims a generation and records that this process holds it. Returns a function that releases it. Returns undefined if
 * the claim fails, for example because another process has claimed this generation or a higher one. The caller must
 * then find out again which generation is the highest. Problem (exit code 75) if no lock can be made.
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
  // The library calls this if another process removed or touched `N.lock`, or if the filesystem rounds times. This
  // process still holds the generation. But the library no longer touches any file, so touch `N` here.
  const onCompromised = () => {
    signs = setInterval(() => touch(name), signEveryMs)
    signs.unref()
  }
  let unlock: () => void
  try {
    unlock = lockSync(name, { ...settings, fs: fileSystem(name), onCompromised })
  } catch (error) {
    // ENOENT: the directory was removed, which is allowed at any time.
    if (['ELOCKED', 'ENOENT'].includes(errorCode(error) ?? '')) return undefined
    throw unusable(directory, errorCode(error))
  }
  keepFileSizeLimit()
  const release = () => {
    clearInterval(signs)
    try {
      unlock()
    } catch {
      // The library has given up `N.lock` (`onCompromised`), or the disk has become read-only. Neither does harm,
      // because `N` and `N.done` decide who holds the lock.
    }
  }
  // If this process is killed here, `N.lock` exists without `N`. After `namelessMs` a waiting process writes into `N`
  // that nobody holds the generation. `N` can be written only once. So if this process was not killed but only stopped
  // here (SIGSTOP), it can't write its name into `N` later.
  try {
    // Perhaps the generation has ended since the caller looked, and its file `N` was removed. In that case record that
    // nobody holds the generation: otherwise every process would claim it again.
    if (readOutcome(directory, generation)) nameNobody(directory, generation)
    else if (nameHolder(directory, generation, self)) {
      if (highest(directory) === generation) {
        clean(directory, generation)
        return release
      }
      // Another process has claimed a higher generation. Nobody looks for the holder of this generation any more.
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
  // Otherwise the library would need the file `N` to exist.
  realpath: false,
  stale: Number.POSITIVE_INFINITY,
  // Set it explicitly: the default is half of `stale`, here Infinity, and node runs a timer of Infinity ms after 1 ms.
  update: signEveryMs,
} satisfies LockOptions

/**
 * The file functions for proper-lockfile. They make `N.lock` private. Whenever the library touches `N.lock`, they also
 * touch `N`, because older versions of tfsso look at `N`.
 */
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
 * Keeps SIGXFSZ ignored. node ignores this signal, so a write beyond `ulimit -f` fails with EFBIG. But the library
 * listens for SIGXFSZ, too, and ends the process if nobody else listens. So add another listener.
 */
function keepFileSizeLimit(): void {
  if (!process.listeners('SIGXFSZ').includes(ignore)) process.on('SIGXFSZ', ignore)
}

const ignore = () => {}
