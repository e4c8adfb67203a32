import { readFileSync } from 'node:fs'

/** The version of this installation: package.json is beside the directory of the bundle. */
export function version(): string {
  for (const at of ['../package.json', '../../package.json']) {
    try {
      return JSON.parse(readFileSync(new URL(at, import.meta.url), 'utf8')).version
    } catch {
      // not found there: try the layout of a checkout (lib/files)
    }
  }
  return 'unknown'
}
