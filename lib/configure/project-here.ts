import { cacheDirectory, type Places } from '../files/user-paths.ts'
import { findProject } from '../layout/find.ts'
import { readProjectName } from '../layout/require.ts'
import { Inputs } from '../project/inputs.ts'
import { ParsedCache } from '../project/parsed.ts'

/**
 * The name of the project that a directory is in; undefined outside a project. It works even if SSO is
 * switched off there, so that sections can still be removed.
 */
export async function findOwner(directory: string, places: Places): Promise<string | undefined> {
  const found = findProject(directory)
  if (found === undefined) return undefined
  const cache = new ParsedCache(cacheDirectory(places, 'parsed'))
  return await readProjectName(found, { inputs: new Inputs(), cache })
}
