import { namesOf } from '../process/environment-table.ts'

const keys = new Set(namesOf(({ key }) => key).flatMap((name) => [name, `TFSSO_WAS_${name}`]))

/**
 * Empties the AWS keys, and their copies in TFSSO_WAS_*: neither tfsso nor the programs that it starts (a browser, ps)
 * may use them. The variables stay set, because `tfsso doctor` reports them.
 */
export function emptyKeys(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (keys.has(name)) env[name] = ''
}
