import path from 'node:path'
import { readIfThere } from './read.ts'

/** By default an installation has a shim for each of these, even if the tool is not installed. */
export const layerTools = ['terraform', 'tofu'] as const
export type LayerTool = (typeof layerTools)[number]

export const tools = [...layerTools, 'terragrunt'] as const
export type Tool = (typeof tools)[number]

/** One line with the tools that have a shim. */
export const toolsFile = 'libexec/tools'

/** The tools with a shim. If the list is missing or has none of our tools: terraform and tofu. */
export function chosenTools(prefix: string): readonly Tool[] {
  const named = readIfThere(path.join(prefix, toolsFile))?.toString('utf8').trim().split(' ') ?? []
  const chosen = tools.filter((tool) => named.includes(tool))
  return chosen.length > 0 ? chosen : layerTools
}
