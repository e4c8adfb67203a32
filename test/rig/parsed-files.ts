import fs from 'node:fs'
import path from 'node:path'
import { sha256 } from '../../lib/files/digest.ts'
import { installation } from './install.ts'

/*
 * To start the HCL parser takes half of a first run's CPU time, and most worlds have the same files. So a world's HOME
 * gets what earlier worlds parsed: the entries of the product's cache (lib/project/parsed.ts), which are named by the
 * hash of a file's content. They are kept beside the shared installation, because another parser may give other results.
 */

const kept = () => path.join(path.dirname(installation()), 'parsed')
const cacheOf = (home: string) => path.join(home, '.cache/tfsso/parsed')

/** Gives a HOME of the tester's own the entries for all files below a directory, if earlier worlds left any. */
export function giveParsed(home: string, directory: string): void {
  if (fs.statSync(home).uid !== process.getuid?.()) return
  for (const file of filesBelow(directory)) {
    const checksum = sha256(fs.readFileSync(file))
    const entries = path.join(kept(), checksum)
    if (!fs.existsSync(entries)) continue
    fs.mkdirSync(cacheOf(home), { recursive: true, mode: 0o700 })
    for (const kind of fs.readdirSync(entries).filter((name) => name.endsWith('.json')))
      copy(path.join(entries, kind), path.join(cacheOf(home), `${checksum}.${kind}`))
  }
}

/** Keeps the entries of a HOME for later worlds. */
export function keepParsed(home: string): void {
  if (!fs.existsSync(cacheOf(home))) return
  for (const name of fs.readdirSync(cacheOf(home))) {
    const [, checksum, kind] = /^([0-9a-f]{64})\.(.+\.json)$/.exec(name) ?? []
    if (checksum === undefined || kind === undefined) continue
    const entries = path.join(kept(), checksum)
    fs.mkdirSync(entries, { recursive: true, mode: 0o700 })
    copy(path.join(cacheOf(home), name), path.join(entries, kind))
  }
}

function filesBelow(directory: string): string[] {
  return fs
    .readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(tf|tfvars|hcl|json)$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
}

/** Copies a file in one step, unless it is there: another test process may do the same. */
function copy(from: string, to: string): void {
  if (fs.existsSync(to)) return
  const temporary = `${to}.${process.pid}`
  fs.copyFileSync(from, temporary)
  fs.renameSync(temporary, to)
}
