import fs from 'node:fs'

export function touch(file: string): void {
  try {
    const now = new Date()
    fs.utimesSync(file, now, now)
  } catch {
    // Ignore the failure. At worst, other processes take the file for unused, or the holder of a lock for dead.
  }
}
