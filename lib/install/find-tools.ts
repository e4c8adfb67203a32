import fs from 'node:fs'
import path from 'node:path'
import type { Tool } from '../files/installed-tools.ts'
import { isExecutable } from '../files/read.ts'
import type { Environment } from '../files/user-paths.ts'

/** What a tool's name means on PATH. */
export interface Found {
  tool: Tool
  /** what the shell starts; undefined for nothing */
  first: string | undefined
  /** whether that is our shim */
  isShim: boolean
  /** whether there is a program that our shim can become, as it looks for one itself (libexec/real-tool.sh) */
  isThere: boolean
}

/** Looks for a tool on PATH, and at what TFSSO_TERRAFORM, TFSSO_TOFU or TFSSO_TERRAGRUNT names. */
export function findTool(tool: Tool, prefix: string, env: Environment): Found {
  const shim = identity(`${prefix}/shims/${tool}`)
  const isShim = (file: string) => shim !== undefined && identity(file) === shim
  const files = (env.PATH ?? '')
    .split(':')
    .map((directory) => path.join(directory || '.', tool))
    .filter(isExecutable)
  const named = env[`TFSSO_${tool.toUpperCase()}`]
  return {
    tool,
    first: files[0],
    isShim: files[0] !== undefined && isShim(files[0]),
    isThere: files.some((file) => !isShim(file)) || (named !== undefined && isExecutable(named)),
  }
}

/** What stands for a file itself, by whatever path it is reached. */
function identity(file: string): string | undefined {
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  return stat && `${stat.dev}:${stat.ino}`
}
