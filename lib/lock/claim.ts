import fs from 'node:fs'
import type { LockOptions } from 'proper-lockfile'
import { errorCode } from '../files/error-code.ts'
import { touch } from '../files/touch.ts'
import { describeSelf } from '../process/identity.ts'
import { prepareDirectory, unusableBy } from './directory.ts'
import { clean, highest, lockFile } from './generation.ts'
import { nameHolder, nameNobody, signEveryMs } from './holder.ts'
import { readOutcome } from './outcome.ts'

/*
 * Claims a generation with proper-lockfile. The library makes the directory `N.lock`, touches it while the generation
 * is held, and removes it at the release or exit. The library's takeover of old locks is switched off for two reasons.
 * A takeover has three steps (stat, rmdir, mkdir): if two processes do these steps at the same time, both can get the
 * lock. And the library compares clocks, but a clock can be wrong.
 */

/**
 * Records that this process holds a generation. Returns a function that releases it. If the claim fails, returns
 * undefined, and the caller must find the highest generation again. Problem (exit code 75) if no lock can be made.
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
  // Called if another process removed or touched `N.lock`, or if the filesystem rounds times. This process still holds
  // the generation, but the library stops touching files. So touch `N` here.
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
    throw unusableBy(directory, error)
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
  // that nobody holds the generation. `N` can be written only once. So if this process was not killed but stopped
  // (SIGSTOP), it can't name itself later.
  try {
    // Perhaps the generation has ended meanwhile, and `N` was removed. Without a new `N`, every process would claim
    // this generation again.
    if (readOutcome(directory, generation)) nameNobody(directory, generation)
    else if (nameHolder(directory, generation, self)) {
      if (highest(directory) === generation) {
        clean(directory, generation)
        return release
      }
      // There is a higher generation, so nobody looks for the holder of this one.
      fs.rmSync(name, { force: true })
    }
  } catch (error) {
    release()
    throw unusableBy(directory, error)
  }
  release()
  return undefined
}

const settings = {
  // With `realpath: true`, the library would need the file `N` to exist.
  realpath: false,
  stale: Number.POSITIVE_INFINITY,
  // The default of `update` is half of `stale`, which is Infinity. node runs a timer of Infinity ms after 1 ms.
  update: signEveryMs,
} satisfies LockOptions

/** Makes `N.lock` private. Touches `N` whenever the library touches `N.lock`: older versions of tfsso look at `N`. */
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
 * node ignores SIGXFSZ, so a write beyond `ulimit -f` fails with EFBIG. But the library listens for SIGXFSZ, and ends
 * the process if nobody else listens.
 */
function keepFileSizeLimit(): void {
  if (!process.listeners('SIGXFSZ').includes(ignore)) process.on('SIGXFSZ', ignore)
}

const ignore = () => {}
