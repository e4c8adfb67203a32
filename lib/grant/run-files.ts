import fs from 'node:fs'
import path from 'node:path'
import { sha256 } from '../files/digest.ts'
import { readPrivate } from '../files/read-trusted.ts'
import { removeUnused } from '../files/remove-unused.ts'
import { touch } from '../files/touch.ts'
import { cacheDirectory, type Places } from '../files/user-paths.ts'
import { writePrivate } from '../files/write-private.ts'

/*
 * Files in the cache that runs use: their AWS configs, and the ids of their keys.
 */

const unusedMs = 7 * 24 * 3600 * 1000

/** The file's name is the hash of the text. Returns its path. */
export const storeAwsConfig = (places: Places, text: string): string =>
  store(cacheDirectory(places, 'config'), sha256(text), text)

/**
 * Records for libexec/lost-marks.sh that tfsso gave this key to runs: an empty file named by the key's id, which is not
 * secret.
 */
export function noteGivenKey(places: Places, accessKeyId: string): void {
  store(cacheDirectory(places, 'keys'), path.basename(accessKeyId), '')
}

/** If the file already has this text, only its modification time is set. Returns the file's path. */
function store(directory: string, name: string, text: string): string {
  const file = path.join(directory, name)
  if (readPrivate(file) === text) {
    touch(file)
  } else {
    writePrivate(file, text)
    removeUnused(directory, unusedMs, fs.statSync(file).mtimeMs)
  }
  return file
}
