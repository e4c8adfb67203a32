import fs from 'node:fs'
import path from 'node:path'
import { sha256 } from '../../lib/files/digest.ts'
import { findBackend } from '../../lib/project/backend.ts'
import { Inputs } from '../../lib/project/inputs.ts'
import { ParsedCache } from '../../lib/project/parsed.ts'
import { TfvarsReader } from '../../lib/project/tfvars.ts'
import { installation } from './install.ts'

/*
 * Half of the CPU time of a first run goes into the start of the HCL parser, and most worlds have the same files. So a
 * new world gets the cache entries (lib/project/parsed.ts) of earlier worlds, and the test's process parses new files.
 * The entries are next to the shared installation, because another installation's parser could give other results.
 */

const kept = () => path.join(path.dirname(installation()), 'parsed')
const cacheOf = (home: string) => path.join(home, '.cache/tfsso/parsed')

/** Gives a HOME the entries of earlier worlds. Does nothing if the HOME belongs to another user. */
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

/**
 * Parses the .tfvars and .tf files below a directory, except those that an earlier world has parsed. From a .tf file it
 * reads only the backend. Puts the entries into a HOME, and stores a copy for later worlds. Does nothing if the HOME
 * belongs to another user.
 */
export async function parseHere(home: string, directory: string): Promise<void> {
  if (fs.statSync(home).uid !== process.getuid?.()) return
  const files = filesBelow(directory).filter(
    (file) => !fs.existsSync(path.join(kept(), sha256(fs.readFileSync(file)))),
  )
  if (files.length === 0) return
  fs.mkdirSync(cacheOf(home), { recursive: true, mode: 0o700 })
  const [inputs, cache] = [new Inputs(), new ParsedCache(cacheOf(home))]
  for (const file of files) {
    const parsed = /\.tfvars$/.test(file)
      ? new TfvarsReader(inputs, cache).read(file)
      : /\.tf$/.test(file)
        ? findBackend([file], inputs, cache)
        : undefined
    await parsed?.catch(() => {}) // if the file is invalid, the run says so
  }
  keepParsed(home)
}

/** Copies a HOME's entries to where later worlds find them. */
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

/** Copies in one step, because another test process could copy the same file at the same time. */
function copy(from: string, to: string): void {
  if (fs.existsSync(to)) return
  const temporary = `${to}.${process.pid}`
  fs.copyFileSync(from, temporary)
  fs.renameSync(temporary, to)
}
