import path from 'node:path'
import { readIfThere } from './read.ts'

/** The tools that run in a layer: each has a shim by default, for one that appears later must run through it. */
export const layerTools = ['terraform', 'tofu'] as const

/** The tools that there are shims for. */
export const tools = [...layerTools, 'terragrunt'] as const
export type Tool = (typeof tools)[number]

/** Where an installation says which tools it has shims for, below its directory; a line of names. */
export const toolsFile = 'libexec/tools'

/** The tools that an installation was told to have shims for; the layers' own, where it doesn't say. */
export function chosenTools(prefix: string): readonly Tool[] {
  const named = readIfThere(path.join(prefix, toolsFile))?.toString('utf8').trim().split(' ') ?? []
  const chosen = tools.filter((tool) => named.includes(tool))
  return chosen.length > 0 ? chosen : layerTools
}
