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
 * Claims a generation with proper-lockfile. The library makes the directory `N.lock`, touches it while the generation
 * is held, and removes it when the process ends. Its takeover of old locks is switched off: it takes three steps (stat,
 * rmdir, mkdir) that several waiters can pass at once, and it trusts clocks, which may be wrong.
 */

/**
 * Claims a generation and records that this process holds it. Returns a function that releases it, or undefined if
 * another process has claimed this generation or a higher one: then the caller looks again. Problem 75 if no lock
 * can be made.
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
  // `N.lock` was removed or touched by another process, or its filesystem rounds times. This process still
  // holds the generation. The library stops touching the file now, so we touch it ourselves.
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
      // The library has given up `N.lock` (`onCompromised`), or the disk is read-only now. This does no harm: `N`
      // and `N.done` decide.
    }
  }
  // A process that is killed here, before it names itself, leaves `N.lock` without `N`. After `namelessMs` a waiter
  // names nobody as the holder of that generation. Only one name can be written, so a process that was only suspended
  // here can't name itself afterwards.
  try {
    // The generation may have ended between our look and our claim. If its file `N` has been removed since
    // then, name nobody as its holder: otherwise every process would claim it again.
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
  // Otherwise the library would need the file `N` to exist.
  realpath: false,
  stale: Number.POSITIVE_INFINITY,
  // Set it explicitly: the default is half of `stale`, and a timer of Infinity ms runs after 1 ms.
  update: signEveryMs,
} satisfies LockOptions

/** The file functions for proper-lockfile. `N.lock` becomes private, and `N` is touched for older versions of tfsso. */
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
 * Keeps SIGXFSZ ignored. node ignores this signal, so that a write beyond `ulimit -f` fails with EFBIG. But the
 * library listens for every signal that can end a process, and ends the process if nobody else listens.
 */
function keepFileSizeLimit(): void {
  if (!process.listeners('SIGXFSZ').includes(ignore)) process.on('SIGXFSZ', ignore)
}

const ignore = () => {}
