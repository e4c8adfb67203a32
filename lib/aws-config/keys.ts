import { namesOf } from '../process/environment-table.ts'

const keys = new Set(namesOf(({ key }) => key).flatMap((name) => [name, `TFSSO_WAS_${name}`]))

/**
 * Empties the AWS keys of an environment: a browser or ps that we start has no use for them, nor have we.
 * That they were set stays visible, for `tfsso doctor`.
 */
export function emptyKeys(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (keys.has(name)) env[name] = ''
}
