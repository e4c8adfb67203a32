import path from 'node:path'
import { realPath } from '../files/read.ts'
import { misconfigured } from '../text/problem.ts'
import { requireFew, requireFlat, requireSmall } from './limits.ts'

export interface SourceFile {
  file: string
  text: string
  sha256: string
}

/** A layer, or a local module that it uses. Paths are absolute. */
export interface ModuleFiles {
  directory: string
  files: SourceFile[]
  /** the called directories, with the files that contain the calls; links in the paths are not resolved */
  calls: Map<string, string[]>
}

export interface FileReader {
  /** the Terraform and OpenTofu files; in the layer also its test files */
  list: (directory: string) => string[]
  read: (file: string) => { bytes: Buffer; sha256: string } | undefined
}

/** Problem (exit code 78) for a file that exceeds the limits. */
export function readSource(file: string, read: FileReader['read']): SourceFile | undefined {
  requireSmall(file)
  const input = read(file)
  if (!input) return undefined
  const text = input.bytes.toString('utf8')
  requireFlat(file, text)
  return { file, text, sha256: input.sha256 }
}

interface Pending {
  directory: string
  /** the real paths of all directories on the chain of calls, from the layer to this one */
  real: readonly string[]
}

/**
 * The layer comes first. Problem (exit code 78) if the limits are exceeded. Problem (exit code 78) also if a module
 * calls itself, or one of its callers, through a link: terraform would never finish reading it.
 */
export function readModules(layer: string, { list, read }: FileReader): ModuleFiles[] {
  const modules = new Map<string, ModuleFiles>()
  const pending: Pending[] = [{ directory: layer, real: [realPath(layer) ?? layer] }]
  let files = 0
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { directory, real } = next
    if (modules.has(directory)) continue
    const listed = list(directory)
    files += listed.length
    requireFew('files', files, directory)
    const found = listed.flatMap((file) => readSource(file, read) ?? [])
    const module: ModuleFiles = { directory, files: found, calls: new Map() }
    modules.set(directory, module)
    requireFew('modules', modules.size - 1, directory)
    for (const { file, text } of found) {
      for (const source of localSources(text)) {
        const to = path.resolve(directory, source)
        module.calls.set(to, [...(module.calls.get(to) ?? []), file])
        if (modules.has(to)) continue
        const realTo = realPath(to) ?? to
        if (real.includes(realTo)) throw leadsBack(file, source)
        pending.push({ directory: to, real: [...real, realTo] })
      }
    }
  }
  return [...modules.values()]
}

/**
 * Also finds a `source` in a comment or a resource. A wrong directory only makes a grant depend on more files than
 * necessary. If a directory were missing, the run would lack a profile, or `each --changed` would leave out a layer.
 */
export function localSources(text: string): string[] {
  const found = text.matchAll(/\bsource"?[ \t]*[=:][ \t]*"([^"\n]*)"/g)
  return [...new Set([...found].map(([, source = '']) => source))].filter(isLocal)
}

export const isLocal = (source: string) => /^\.\.?(\/|$)/.test(source)

function leadsBack(file: string, source: string) {
  return misconfigured(
    `${file}: the module's source ${JSON.stringify(source)} leads through a link to a directory that calls it.`,
    'terraform would never finish reading it. Correct the link or the source.',
  )
}
