import fs from 'node:fs'
import path from 'node:path'
import { tools } from '../files/installed-tools.ts'
import { fail } from '../text/problem.ts'
import { pathFiles } from './env-files.ts'
import { findNodeFlags } from './node-program.ts'
import { ownNode, type Source } from './source.ts'
import { stage } from './stage.ts'

/**
 * Writes the files of a system package below `destination`. The package will put them into `prefix`. A package contains
 * one version of tfsso, and its files are directly in `prefix`. So the link `current` points there. The package could
 * be for another kind of machine, so nothing is tried out here. The code is compiled when the package is installed
 * (packaging/after-install.sh). Problem (exit code 1) if the source has no Node.js of its own.
 */
export async function writeTo(destination: string, prefix: string, source: Source): Promise<void> {
  if (!source.bringsNode) throw fail('a package is made from an archive, with its own Node.js.')
  const root = path.join(destination, prefix)
  fs.mkdirSync(root, { recursive: true })
  const node = path.join(prefix, ownNode)
  stage(root, { prefix, source, node, tools }, await findNodeFlags(process.execPath))
  for (const [name, text] of pathFiles(prefix)) fs.writeFileSync(path.join(root, name), text)
  fs.symlinkSync(prefix, path.join(root, 'current'))
}
