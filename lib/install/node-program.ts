import fs from 'node:fs'
import { entriesOf, writableByOthers } from '../files/writable-by-others.ts'
import { fail } from '../text/problem.ts'
import type { Called } from './options.ts'

/**
 * The flag that lets WebAssembly use less address space, which `ulimit -v` can limit. Empty if this Node.js does not
 * know the flag: node refuses to start with an unknown flag.
 */
export async function findNodeFlags(node: string): Promise<readonly string[]> {
  const { execa } = await import('execa')
  const flags = ['--disable-wasm-trap-handler']
  const { failed } = await execa(node, [...flags, '--version'], { stdin: 'ignore', reject: false })
  return failed ? [] : flags
}

/**
 * The path to record for a Node.js. Homebrew's path contains the version of Node.js, and each upgrade removes this
 * path. The link in `opt` stays.
 */
export function lastingName(
  node: string,
  isSame = (file: string) => fs.existsSync(file) && fs.realpathSync(file) === node,
): string {
  const link = node.replace(/\/Cellar\/(node(?:@\d+)?)\/[^/]+\/bin\/node$/, '/opt/$1/bin/node')
  return isSame(link) ? link : node
}

/** Problem (exit code 1) if other users can change this Node.js, which can read the session's token. */
export function refuseOpenNode(node: string, called: Called): void {
  const open = writableByOthers(entriesOf(node))
  if (!open) return
  throw fail(
    `other users can write to ${open.file}, so they could change the Node.js that tfsso runs.`,
    `Run: chmod go-w '${open.file}', or put another Node.js first on PATH, and run ${called} again.`,
  )
}
