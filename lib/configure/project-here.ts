import { cacheDirectory, type Places } from '../files/user-paths.ts'
import { findProject } from '../layout/find.ts'
import { newSources } from '../layout/read.ts'
import { readProjectName } from '../layout/require.ts'

/**
 * The name of the project that a directory is in; undefined outside a project. It works even if SSO is
 * switched off there, so that sections can still be removed.
 */
export async function findOwner(directory: string, places: Places): Promise<string | undefined> {
  const found = findProject(directory)
  if (found === undefined) return undefined
  return await readProjectName(found, newSources(cacheDirectory(places, 'parsed')))
}
