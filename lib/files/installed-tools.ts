import path from 'node:path'
import { readIfThere } from './read.ts'

/** The tools that there are shims for. */
export const tools = ['terraform', 'tofu'] as const
export type Tool = (typeof tools)[number]

/** Where an installation says which tools it has shims for, below its directory; a line of names. */
export const toolsFile = 'libexec/tools'

/** The tools that an installation was told to have shims for; all, where there is none or it doesn't say. */
export function chosenTools(prefix: string): readonly Tool[] {
  const named = readIfThere(path.join(prefix, toolsFile))?.toString('utf8').trim().split(' ') ?? []
  const chosen = tools.filter((tool) => named.includes(tool))
  return chosen.length > 0 ? chosen : tools
}
