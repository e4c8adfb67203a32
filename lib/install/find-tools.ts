import fs from 'node:fs'
import path from 'node:path'
import type { Tool } from '../files/installed-tools.ts'
import { isExecutable } from '../files/read.ts'
import type { Environment } from '../files/user-paths.ts'

/** What the shell finds on PATH for a tool's name. */
export interface Found {
  tool: Tool
  /** the file that the shell starts; undefined if it finds none */
  first: string | undefined
  /** whether `first` is our shim */
  isShim: boolean
  /** whether there is a program for our shim to run (found as in libexec/real-tool.sh) */
  isThere: boolean
}

/** Looks for a tool on PATH and in TFSSO_TERRAFORM, TFSSO_TOFU or TFSSO_TERRAGRUNT. */
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

/** A text that identifies a file, whatever path leads to it; undefined if there is no such file. */
function identity(file: string): string | undefined {
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  return stat && `${stat.dev}:${stat.ino}`
}
