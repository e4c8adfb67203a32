import type { Layer, Purpose } from '../../lib/layout/layout.ts'
import { accountPlace } from '../../lib/layout/leverage/account.ts'
import { leverage } from '../../lib/layout/leverage/leverage.ts'
import { projectFacts } from '../../lib/layout/leverage/project.ts'
import { assemble, type ProjectReading } from '../../lib/layout/read.ts'
import { Inputs } from '../../lib/project/inputs.ts'
import { ParsedCache } from '../../lib/project/parsed.ts'
import type { Tfvars } from '../../lib/project/tfvars.ts'

export interface TfvarsOfAccount {
  directory: string
  account: Tfvars
  backend?: Tfvars | undefined
}

/**
 * Returns what `readProject` would return, but takes parsed tfvars and reads no files. If `own` names an account's
 * directory, the result is for a layer of this account.
 */
export function readingOf(
  root: string,
  files: readonly Tfvars[],
  accounts: readonly TfvarsOfAccount[],
  { purpose = 'run', own }: { purpose?: Purpose; own?: string } = {},
): ProjectReading {
  const project = projectFacts(root, purpose, { files, problems: [] })
  const places = accounts.map(({ directory, account, backend }) =>
    accountPlace(directory, project, purpose, {
      account: { tfvars: account, problems: [] },
      backend: { tfvars: backend, problems: [] },
    }),
  )
  const layer: Layer | undefined = own
    ? { directory: `${own}/layer`, account: own, project: root }
    : undefined
  const sources = { inputs: new Inputs(), cache: new ParsedCache() }
  return assemble({ layout: leverage, sources, purpose, project, places }, layer)
}
