import fs from 'node:fs'
import path from 'node:path'
import { findGoPackage } from '../files/go-program.ts'
import type { LayerTool } from '../files/installed-tools.ts'
import { cacheDirectory, type Places } from '../files/user-paths.ts'
import { writePrivate } from '../files/write-private.ts'

/*
 * Finds out whether a program is terraform or tofu, and stores the answer for the shim (libexec/tool.sh).
 */

const packages = {
  'github.com/opentofu/opentofu/cmd/tofu': 'tofu',
  'github.com/hashicorp/terraform': 'terraform',
} as const

export type ToolKind = LayerTool | 'other'

/** Which tool an executable is, by its content; `other` also if it can't be read. */
export function identifyTool(file: string): ToolKind {
  const found = findGoPackage(file, Object.keys(packages) as (keyof typeof packages)[])
  return found ? packages[found] : 'other'
}

/**
 * `keepTool` makes a file that is this many ms older than the program, and one that is this many ms newer. Some shells
 * compare only whole seconds, so the difference must be more than one second.
 */
const aroundMs = 1500

/**
 * Stores what a program is: as a link to the program, named terraform, tofu or other. Beside the link are a file a
 * little older and a file a little newer than the program. By these three the shim can tell that the program is
 * unchanged. Does nothing if `directory` is not in the directory `tools` of our cache. Throws a Problem (exit code 78)
 * or an error of the file system.
 */
export function keepTool(places: Places, directory: string, program: string, kind: ToolKind): void {
  const below = path.relative(path.join(places.cache, 'tools'), directory)
  if (directory === '' || below.startsWith('..')) return
  cacheDirectory(places, 'tools', below)
  const { mtimeMs } = fs.statSync(program)
  for (const name of ['terraform', 'tofu', 'other'])
    fs.rmSync(path.join(directory, name), { force: true })
  fs.symlinkSync(fs.realpathSync(program), path.join(directory, kind))
  for (const [name, at] of [
    ['before', mtimeMs - aroundMs],
    ['after', mtimeMs + aroundMs],
  ] as const) {
    const file = path.join(directory, name)
    writePrivate(file, '')
    fs.utimesSync(file, at / 1000, at / 1000)
  }
}
