import { readIfThere } from '../files/read.ts'
import { requireFlat, requireSmall } from '../project/limits.ts'
import { type ModuleRole, moduleRole } from '../project/module-role.ts'
import { orElse } from '../text/attempt.ts'

/** A file that can't be read, is too large or has a mistake says nothing: a run in its directory reports the mistake. */
export function readModuleRole(file: string): ModuleRole {
  return orElse(
    () => {
      requireSmall(file)
      const text = readIfThere(file)?.toString('utf8') ?? ''
      requireFlat(file, text)
      return moduleRole(file, text)
    },
    { calls: [], isRoot: false },
  )
}
