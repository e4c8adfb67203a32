import fs from 'node:fs'

export function touch(file: string): void {
  try {
    const now = new Date()
    fs.utimesSync(file, now, now)
  } catch {
    // Other processes could now take the file for unused, or its holder for dead.
  }
}
