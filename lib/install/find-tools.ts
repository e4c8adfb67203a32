import fs from 'node:fs'
import path from 'node:path'
import type { Tool } from '../files/installed-tools.ts'
import { isExecutable } from '../files/read.ts'
import type { Environment } from '../files/user-paths.ts'

export interface Found {
  tool: Tool
  /** the file that the shell starts */
  first: string | undefined
  isShim: boolean
  /** whether our shim has a program to run, as in libexec/real-tool.sh */
  isThere: boolean
}

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

/** The result is the same for all paths of a file; undefined if the file does not exist. */
function identity(file: string): string | undefined {
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  return stat && `${stat.dev}:${stat.ino}`
}
