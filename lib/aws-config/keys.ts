import { namesOf } from '../process/environment-table.ts'

const keys = new Set(namesOf(({ key }) => key).flatMap((name) => [name, `TFSSO_WAS_${name}`]))

/**
 * Sets the AWS keys of an environment, and the keys recorded in TFSSO_WAS_*, to the empty text, because neither tfsso
 * nor the programs that it starts (a browser, ps) need them. The variables stay set, so `tfsso doctor` can still see
 * that they were there.
 */
export function emptyKeys(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (keys.has(name)) env[name] = ''
}
