import fs from 'node:fs'
import path from 'node:path'
import { parseHcl } from '../../project/hcl.ts'
import { requireSmall } from '../../project/limits.ts'
import { misconfigured } from '../../text/problem.ts'
import type { Sources } from '../layout.ts'
import type { Description } from './description.ts'
import { refuseNotYet } from './not-yet.ts'
import { readDescription } from './read-description.ts'

/** The file that says how a repository is laid out. libexec/layer.sh looks for the same. */
export const fileName = 'tfsso.hcl'

export const fileIn = (root: string) => path.join(root, fileName)

export const isRoot = (directory: string) => fs.existsSync(fileIn(directory))

/** Reads a project's file, which becomes an input; each content is parsed once. Problem (78) for a mistake in it. */
export async function readFile(root: string, { inputs, cache }: Sources): Promise<Description> {
  const file = fileIn(root)
  requireSmall(file)
  const input = inputs.read(inputs.file(file))
  if (!input) throw misconfigured(`${file} is not there any more.`, 'Run the command again.')
  const text = input.bytes.toString('utf8')
  const parsed = await cache.get(input.sha256, 'tfsso-hcl1', () => parseHcl(file, text))
  const description = readDescription(file, text, parsed)
  refuseNotYet(description)
  return description
}
