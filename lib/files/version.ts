import { readFileSync } from 'node:fs'

/** The version in package.json, which is beside the directory `lib`; `unknown` if it can't be read. */
export function version(): string {
  for (const at of ['../package.json', '../../package.json']) {
    try {
      return JSON.parse(readFileSync(new URL(at, import.meta.url), 'utf8')).version
    } catch {
      // not found there: in a checkout this file is one directory deeper (lib/files)
    }
  }
  return 'unknown'
}
