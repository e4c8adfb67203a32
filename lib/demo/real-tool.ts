import { type LayerTool, layerTools } from '../files/installed-tools.ts'
import type { Environment } from '../files/user-paths.ts'
import { misconfigured } from '../text/problem.ts'
import { findProgram } from './environment.ts'

/** If no tool is installed, `program` is undefined and the demo uses a stand-in. */
export interface ShownTool {
  tool: LayerTool
  program: string | undefined
}

/**
 * The installed tool. If both are installed, or neither is: the one in TFSSO_TOOL, by default terraform. Problem (exit
 * code 78) as for `toolSetting`.
 */
export function chooseTool(
  env: Environment,
  find: (tool: LayerTool) => string | undefined,
): ShownTool {
  const preferred = toolSetting(env)
  const order = preferred ? [preferred, ...layerTools] : layerTools
  for (const tool of order) {
    const program = find(tool)
    if (program !== undefined) return { tool, program }
  }
  return { tool: order[0] as LayerTool, program: undefined }
}

export function findShownTool(env: Environment, prefix: string): ShownTool {
  return chooseTool(env, (tool) => findProgram(tool, env.PATH ?? '', prefix))
}

/**
 * undefined if TFSSO_TOOL is unset or empty. Problem (exit code 78) if it has any value but terraform or tofu.
 * libexec/choose-tool.sh has the same rule.
 */
function toolSetting({ TFSSO_TOOL: setting }: Environment): LayerTool | undefined {
  if (!setting) return undefined
  const tool = layerTools.find((name) => name === setting)
  if (tool) return tool
  throw misconfigured(
    `TFSSO_TOOL is ${setting}, but must be terraform or tofu.`,
    'Correct it, or unset it.',
  )
}
