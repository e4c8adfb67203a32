import { cacheDirectory, type Places } from '../files/user-paths.ts'
import { findProject } from '../layout/find.ts'
import { newSources } from '../layout/read.ts'
import { readProjectName } from '../layout/require.ts'

/**
 * The name of the project that a directory is in. Also finds a project in which AWS SSO is switched off, so that
 * `tfsso configure --remove` works there. Problems as for `findProject` and `readProjectName`.
 */
export async function findOwner(directory: string, places: Places): Promise<string | undefined> {
  const found = findProject(directory)
  if (found === undefined) return undefined
  return await readProjectName(found, newSources(cacheDirectory(places, 'parsed')))
}
