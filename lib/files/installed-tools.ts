import path from 'node:path'
import { readIfThere } from './read.ts'

/** The tools that run in a layer. Each has a shim by default, even if it is not installed yet. */
export const layerTools = ['terraform', 'tofu'] as const

/** The tools that there are shims for. */
export const tools = [...layerTools, 'terragrunt'] as const
export type Tool = (typeof tools)[number]

/** The file in an installation that lists, in one line, the tools with a shim. */
export const toolsFile = 'libexec/tools'

/** The tools that an installation has shims for. If it has no list of them, these are terraform and tofu. */
export function chosenTools(prefix: string): readonly Tool[] {
  const named = readIfThere(path.join(prefix, toolsFile))?.toString('utf8').trim().split(' ') ?? []
  const chosen = tools.filter((tool) => named.includes(tool))
  return chosen.length > 0 ? chosen : layerTools
}
