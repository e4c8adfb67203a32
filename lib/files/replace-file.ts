import fs from 'node:fs'
import path from 'node:path'
import { discard, temporaryName } from './temporary-file.ts'

/**
 * Replaces a person's file in one step, and keeps its mode, owner and group. `file` must not be a link, because the
 * link itself would be replaced. If the file can't be replaced, throws the file system's error; the file is unchanged.
 */
export function replaceFile(file: string, content: Uint8Array): void {
  const old = fs.statSync(file, { throwIfNoEntry: false })
  const temporary = path.join(path.dirname(file), temporaryName())
  try {
    const handle = fs.openSync(temporary, 'wx', 0o600)
    try {
      fs.writeFileSync(handle, content)
      if (old) {
        // Set the owner before the mode, because a change of the owner can remove bits of the mode.
        const { uid, gid } = fs.fstatSync(handle)
        if (old.uid !== uid || old.gid !== gid) fs.fchownSync(handle, old.uid, old.gid)
        fs.fchmodSync(handle, old.mode & 0o7777)
      }
      fs.fsyncSync(handle)
    } finally {
      fs.closeSync(handle)
    }
    fs.renameSync(temporary, file)
  } catch (error) {
    discard(temporary)
    throw error
  }
}
