import path from 'node:path'
import { cacheDirectory, type Places } from '../files/user-paths.ts'
import { Inputs } from '../project/inputs.ts'
import { findProjectOf } from '../project/layer.ts'
import { ParsedCache } from '../project/parsed.ts'
import { projectRule } from '../project/rules.ts'
import { TfvarsReader } from '../project/tfvars.ts'
import { requiredText } from '../project/values.ts'

/**
 * The name of the project that a directory is in, whatever else its tfvars say: sections can be taken
 * out where SSO has been switched off. undefined outside of a project.
 */
export async function findOwner(directory: string, places: Places): Promise<string | undefined> {
  const project = findProjectOf(directory)
  if (project === undefined) return undefined
  const inputs = new Inputs()
  const reader = new TfvarsReader(inputs, new ParsedCache(cacheDirectory(places, 'parsed')))
  const files = await reader.readAll(inputs.glob(path.join(project, 'config'), '.tfvars'))
  return requiredText(files, 'project', projectRule, path.join(project, 'config/common.tfvars'))
}
