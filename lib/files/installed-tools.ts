import path from 'node:path'
import { readIfThere } from './read.ts'

/**
 * The tools that run in a layer. A new installation makes a shim for each of them by default, even if the tool itself
 * is not installed yet.
 */
export const layerTools = ['terraform', 'tofu'] as const

/** The tools that can have a shim. */
export const tools = [...layerTools, 'terragrunt'] as const
export type Tool = (typeof tools)[number]

/** The file in an installation that lists, in one line, the tools with a shim. */
export const toolsFile = 'libexec/tools'

/**
 * The tools that have a shim in an installation. If the list is missing or has none of our tools: terraform and tofu.
 */
export function chosenTools(prefix: string): readonly Tool[] {
  const named = readIfThere(path.join(prefix, toolsFile))?.toString('utf8').trim().split(' ') ?? []
  const chosen = tools.filter((tool) => named.includes(tool))
  return chosen.length > 0 ? chosen : layerTools
}
