import { readFileSync } from 'node:fs'

/** `unknown` if package.json can't be read. */
export function version(): string {
  for (const at of ['../package.json', '../../package.json']) {
    try {
      return JSON.parse(readFileSync(new URL(at, import.meta.url), 'utf8')).version
    } catch {
      // Try the next path: a bundle is in lib/, but in a checkout this file is in lib/files/.
    }
  }
  return 'unknown'
}
