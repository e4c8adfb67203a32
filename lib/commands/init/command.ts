import { findProject } from '../../layout/find.ts'
import { misconfigured } from '../../text/problem.ts'
import { initRepository } from './new-file.ts'
import type { InitOptions } from './portal.ts'
import { initSettings } from './settings.ts'

/**
 * `tfsso init`: in a project with Leverage's layout, writes the missing SSO settings; outside a project, writes the
 * file that describes the repository. Exit code 1 if the person says no.
 */
export async function init(options: InitOptions): Promise<number> {
  const found = findProject(process.cwd())
  if (!found) return await initRepository(options)
  if (options.from !== undefined && found.layout.settingsFile)
    throw misconfigured(
      `${found.root} has its accounts in tfvars files, so there is nothing to take from ${options.from}.`,
      'Run tfsso init without --from.',
    )
  return await initSettings(found, options)
}
