import path from 'node:path'
import { followLinks } from '../../files/follow-links.ts'
import { listEntries } from '../../files/read.ts'
import type { ListedLayer } from '../../layout/layers.ts'
import type { Layout } from '../../layout/layout.ts'
import { notLookedInto } from '../../layout/tfsso-hcl/directories.ts'
import { Inputs } from '../../project/inputs.ts'
import { terraformFiles } from '../../project/layer-files.ts'
import { readModules } from '../../project/local-modules.ts'

/** What a layer consists of. The paths are absolute. */
export interface LayerParts {
  /**
   * The layer and its local modules, each with everything below it; var-files and backend configs, also if they are
   * missing; symlinks in or on the way to one of these, and what they lead to
   */
  paths: ReadonlySet<string>
  /** a .tfvars file in these directories belongs to the layer, so a deleted one counts as changed */
  varFilesIn: ReadonlySet<string>
}

export function isTouched({ paths, varFilesIn }: LayerParts, changed: readonly string[]): boolean {
  const own = [...paths]
  return changed.some(
    (file) =>
      own.some((part) => isWithin(file, part) || isWithin(part, file)) ||
      (file.endsWith('.tfvars') && varFilesIn.has(path.dirname(file))),
  )
}

const isWithin = (file: string, place: string) =>
  file === place || file.startsWith(place === '/' ? place : `${place}/`)

/** `top`: the top of the repository. Problem (exit code 78) as for `readModules`. */
export function partsOf(
  { layer, read, project }: ListedLayer,
  layout: Layout,
  top: string,
): LayerParts {
  const inputs = new Inputs()
  const given = read && layout.layerArguments(read, project, inputs)
  const passed = [...inputs.files] // copied before `readModules` adds the layer's own files to `inputs`
  const modules = readModules(layer.directory, {
    list: (directory) => terraformFiles(directory, inputs),
    read: (file) => inputs.read(file),
  })
  const directories = modules.map(({ directory }) => directory)
  const varFilesIn = (given?.varFiles ?? []).flatMap((file) => [...followLinks(path.dirname(file))])
  return {
    paths: withLinks([...directories, ...passed], top),
    varFilesIn: new Set(varFilesIn),
  }
}

/** Only links in the repository count, because git lists no other files. */
function withLinks(files: readonly string[], top: string): Set<string> {
  const found = new Set<string>()
  const pending = [...files]
  for (let file = pending.pop(); file !== undefined; file = pending.pop())
    for (const at of followLinks(file)) {
      if (found.has(at) || !isWithin(at, top)) continue
      found.add(at)
      pending.push(...linksBelow(at))
    }
  return found
}

function* linksBelow(directory: string): Generator<string> {
  for (const entry of listEntries(directory)) {
    if (notLookedInto.has(entry.name)) continue
    const at = path.join(directory, entry.name)
    if (entry.isSymbolicLink()) yield at
    else if (entry.isDirectory()) yield* linksBelow(at)
  }
}
