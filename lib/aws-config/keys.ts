import { namesOf } from '../process/environment-table.ts'

const keys = new Set(namesOf(({ key }) => key).flatMap((name) => [name, `TFSSO_WAS_${name}`]))

/**
 * Sets the AWS keys of an environment to the empty text: neither we nor the programs that we start (a browser, ps)
 * need them. It does not remove them, so that `tfsso doctor` can still see that they were set.
 */
export function emptyKeys(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (keys.has(name)) env[name] = ''
}
