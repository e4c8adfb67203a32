import type { OpenFile } from '../../layout/owned.ts'
import { modesDecide, openFile, untrustedFile } from '../../layout/trusted-search.ts'
import type { Untrusted } from '../../layout/whose-files-decide.ts'
import { broken, type Finding, warning } from '../finding.ts'

/** Reports files that tfsso ignored because another user owns them. */
export function checkIgnored(ignored: readonly Untrusted[]): Finding[] {
  return ignored.map((untrusted) => {
    const { message, advice } = untrustedFile(untrusted)
    return warning('owner', message, advice, untrusted.file)
  })
}

/** Reports paths that settings depend on and that other users can write to. */
export function checkOpenFiles(files: readonly OpenFile[], isJob: boolean): Finding[] {
  return files.map(({ at, base }) => {
    const { message, advice } = openFile(at, base)
    return (modesDecide(at, isJob) ? broken : warning)('open-file', message, advice, at)
  })
}
