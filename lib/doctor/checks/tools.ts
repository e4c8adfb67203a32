import fs from 'node:fs'
import path from 'node:path'
import { type Tool, tools } from '../../files/installed-tools.ts'
import { isExecutable } from '../../files/read.ts'
import type { Environment } from '../../files/user-paths.ts'
import { eachTool, type Look } from '../look.ts'
import type { ToolFacts } from './path.ts'

/** What this process finds on PATH. An empty entry means the current directory, as for execvp(3). */
export function lookFromHere({ PATH = '' }: Environment, directory: string): Look {
  const find = (tool: Tool) =>
    PATH.split(':')
      .map((entry) => path.resolve(directory, entry, tool))
      .find(isExecutable) ?? ''
  return { path: PATH, found: eachTool(find) }
}

/** Uses the shim's own search (`tfsso which`). */
export async function findReal(env: Environment, prefix: string): Promise<ToolFacts[]> {
  const { execa } = await import('execa')
  return await Promise.all(
    tools.map(async (tool) => {
      const { exitCode, stdout, stderr } = await execa(`${prefix}/bin/tfsso`, ['which', tool], {
        env,
        extendEnv: false,
        reject: false,
        stdin: 'ignore',
        timeout: 30_000,
      })
      return {
        tool,
        real: exitCode === 0 ? stdout : undefined,
        problem: stderr || `The shim of ${tool} does not say which program it starts.`,
        named: env[`TFSSO_${tool.toUpperCase()}`],
      }
    }),
  )
}

/** The result tells whether a file is a tool's shim, a link to it or a copy. */
export function shimTeller(prefix: string): (tool: Tool, file: string) => boolean {
  return (tool, file) => {
    try {
      const shim = path.join(prefix, 'shims', tool)
      const [one, other] = [fs.statSync(file), fs.statSync(shim)]
      if (one.dev === other.dev && one.ino === other.ino) return true
      return one.size === other.size && fs.readFileSync(file).equals(fs.readFileSync(shim))
    } catch {
      return false
    }
  }
}
