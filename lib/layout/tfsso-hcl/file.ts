import { parseHcl } from '../../project/hcl.ts'
import { requireSmall } from '../../project/limits.ts'
import { misconfigured } from '../../text/problem.ts'
import type { Sources } from '../layout.ts'
import type { Description } from './description.ts'
import { readDescription } from './grammar.ts'
import { withListedAccounts } from './read-lists.ts'
import { fileIn } from './root.ts'

/**
 * Reads a project's `tfsso.hcl` and its lists. `layer` is a path from `root`. `tfsso.hcl` becomes an input. Problem
 * (exit code 78) for a mistake, unless the mistake is stored in an account (`Account.id`, `Account.roleProblem`).
 */
export async function readFile(
  root: string,
  layer: string | undefined,
  sources: Sources,
): Promise<Description> {
  const { inputs, cache } = sources
  const file = fileIn(root)
  requireSmall(file)
  const input = inputs.read(inputs.file(file))
  if (!input) throw misconfigured(`${file} no longer exists.`, 'Run the command again.')
  const text = input.bytes.toString('utf8')
  const parsed = await cache.get(input.sha256, 'tfsso-hcl1', () => parseHcl(file, text))
  const description = readDescription(file, text, parsed)
  return await withListedAccounts(description, layer, sources)
}
