import fs from 'node:fs'
import path from 'node:path'
import { listDirectory, lookAt } from '../../files/read.ts'
import type { Problem } from '../../text/problem.ts'
import { quoteForShell } from '../../text/quote.ts'
import { broken, brokenBy, type Finding, ok, warning } from '../finding.ts'

/** As lstat(2) describes it. */
export interface Entry {
  file: string
  uid: number
  mode: number
  kind: 'file' | 'directory' | 'link' | 'other'
}

/** More entries would rarely show another mistake. */
const mostEntries = 20_000

/**
 * `root` (first) and everything below it, but at most `mostEntries`. Links are not followed. Empty if `root` does not
 * exist or is not accessible.
 */
export function readEntries(root: string): Entry[] {
  const entries: Entry[] = []
  const pending = [root]
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    const stat = lookAt(file)
    if (!stat || entries.length >= mostEntries) continue
    const kind = stat.isDirectory()
      ? 'directory'
      : stat.isFile()
        ? 'file'
        : stat.isSymbolicLink()
          ? 'link'
          : 'other'
    entries.push({ file, uid: stat.uid, mode: stat.mode & 0o777, kind })
    if (kind === 'directory') {
      const at = file
      pending.push(...listDirectory(at).map((name) => path.join(at, name)))
    }
  }
  return entries
}

/**
 * A run with sudo can leave another user's files in the cache. They can make tfsso fail, so the finding is `broken`. A
 * wrong mode is only a warning, because tfsso still works. `dangling`: the result of `danglingLink`.
 */
export function checkCache(
  cache: string,
  entries: readonly Entry[],
  uid: number,
  dangling?: Problem,
): Finding[] {
  const check = 'cache'
  const [top] = entries
  if (!top && dangling) return [brokenBy(check, dangling, cache)]
  if (!top) return [ok(check, `${cache} does not exist yet.`, cache)]
  if (top.kind !== 'directory') {
    const message = `${cache} is not a directory.`
    return [broken(check, message, [`Remove it: rm ${quoteForShell(cache)}`], cache)]
  }
  const findings: Finding[] = []
  const foreign = entries.filter((entry) => entry.uid !== uid)
  if (foreign.length > 0) {
    const advice = [
      `sudo chown -R ${uid} ${quoteForShell(cache)}`,
      'Under sudo use `sudo -H`, so that it does not happen again.',
    ]
    findings.push(broken(check, `${some(foreign)} belongs to another user.`, advice, cache))
  }
  const open = entries.filter(
    (entry) => entry.uid === uid && entry.kind !== 'link' && (entry.mode & 0o077) !== 0,
  )
  if (open.length > 0) {
    const message = `Other users have access to ${some(open)}.`
    findings.push(warning(check, message, [`chmod -R go-rwx ${quoteForShell(cache)}`], cache))
  }
  return findings.length > 0 ? findings : [ok(check, `Only you have access to ${cache}.`, cache)]
}

/** Checks who has access to the token cache that AWS's tools share. `dangling`: the result of danglingLink. */
export function checkTokens(
  directory: string,
  entries: readonly Entry[],
  uid: number,
  dangling?: Problem,
): Finding[] {
  const check = 'tokens'
  const [top] = entries
  if (dangling) return [brokenBy(check, dangling, directory)]
  if (!top) return [ok(check, `${directory} does not exist yet.`, directory)]
  const ours = entries.filter(
    ({ file }) =>
      file === directory || (path.dirname(file) === directory && file.endsWith('.json')),
  )
  const findings: Finding[] = []
  for (const entry of ours) {
    const { file, mode, kind } = entry
    if (entry.uid !== uid) {
      const advice = [`sudo chown ${uid} ${quoteForShell(file)}`]
      findings.push(broken(check, `${file} belongs to another user.`, advice, file))
    } else if (kind === 'file' && (mode & 0o077) !== 0) {
      const message = `Other users can read the session's token in ${file} (mode ${mode.toString(8)}).`
      findings.push(warning(check, message, [`chmod 600 ${quoteForShell(file)}`], file))
    } else if (kind === 'directory' && (mode & 0o022) !== 0) {
      const message = `Other users can put files into ${file} (mode ${mode.toString(8)}).`
      findings.push(warning(check, message, [`chmod 700 ${quoteForShell(file)}`], file))
    }
  }
  if (findings.length > 0) return findings
  return [ok(check, `Only you have access to the tokens in ${directory}.`, directory)]
}

function some(entries: readonly Entry[]): string {
  const [first] = entries
  const others = entries.length - 1
  return others > 0 ? `${first?.file} (and ${others} more)` : `${first?.file}`
}

/** `writable`: the result of isWritable. */
export function checkWritable(place: string, writable: boolean): Finding[] {
  if (writable) return []
  const advice = ['Set HOME, or XDG_CACHE_HOME, to a directory that you can write to.']
  return [broken('writable', `${place} cannot be written to.`, advice, place)]
}

/** By access(2). If the directory does not exist, checks the nearest existing path above it. */
export function isWritable(place: string): boolean {
  try {
    fs.accessSync(place, fs.constants.W_OK)
    return true
  } catch (error) {
    const parent = path.dirname(place)
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    return missing && parent !== place && isWritable(parent)
  }
}
