import { parseHcl } from './hcl.ts'
import type { Inputs } from './inputs.ts'
import { requireSmall } from './limits.ts'
import type { ParsedCache } from './parsed.ts'

export interface Tfvars {
  file: string
  /** only for the keys that tfsso uses */
  values: Readonly<Record<string, unknown>>
}

/** No other keys get into the cache. */
const keysOfInterest = [
  'project',
  'region_primary',
  'region',
  'accounts',
  'organization',
  'sso_enabled',
  'sso_start_url',
  'sso_region',
  'environment',
  'sso_role',
  'profile',
]

export class TfvarsReader {
  readonly #inputs: Inputs
  readonly #cache: ParsedCache

  constructor(inputs: Inputs, cache: ParsedCache) {
    this.#inputs = inputs
    this.#cache = cache
  }

  /** Problem (exit code 78) for invalid HCL, and for a file that exceeds the limits. */
  async read(file: string): Promise<Tfvars | undefined> {
    requireSmall(file)
    const input = this.#inputs.read(file)
    if (input === undefined) return undefined
    const values = await this.#cache.get(input.sha256, 'tfvars1', async () => {
      const all = await parseHcl(file, input.bytes.toString('utf8'))
      return Object.fromEntries(
        keysOfInterest.filter((key) => Object.hasOwn(all, key)).map((key) => [key, all[key]]),
      )
    })
    return { file, values }
  }

  /** In the same order, without missing files. */
  async readAll(files: readonly string[]): Promise<Tfvars[]> {
    const all: Tfvars[] = []
    for (const file of files) {
      const tfvars = await this.read(file)
      if (tfvars) all.push(tfvars)
    }
    return all
  }
}
