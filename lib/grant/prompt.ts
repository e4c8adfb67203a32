import fs from 'node:fs'
import path from 'node:path'
import type { Places } from '../files/user-paths.ts'
import { writePrivate } from '../files/write-private.ts'
import type { GrantedAws } from './grant.ts'
import { grantDirectory } from './store.ts'

/*
 * Writes the file that `tfsso prompt` shows (libexec/prompt.sh).
 */

export interface HeldIdentity {
  account: string
  role: string
}

/** What decided the grant, apart from the project's files. */
export interface SwitchedBy {
  /** set if the prompt should show it */
  workspace?: string | undefined
  /** value of TFSSO_ACCOUNT */
  chosen?: string | undefined
  /** value of TF_WORKSPACE, if account or var-files depend on the workspace or bucket */
  variable?: string | undefined
}

/**
 * Writes the file beside the layer's grant. Its lines:
 * - what the prompt shows: account, role and perhaps the workspace;
 * - `=` and TFSSO_ACCOUNT;
 * - `=` and TF_WORKSPACE, unless `variable` is undefined.
 * The file's modification time says when the credentials expire. Without credentials, removes the file.
 */
export function storePrompt(
  places: Places,
  layer: string,
  grant: string,
  aws: { identity: HeldIdentity; granted: Pick<GrantedAws, 'endsAtMs'> } | undefined,
  switched: SwitchedBy = {},
): void {
  const file = path.join(grantDirectory(places, layer), `${grant}.prompt`)
  if (!aws) {
    fs.rmSync(file, { force: true })
    return
  }
  const { account, role } = aws.identity
  const { workspace, chosen = '', variable } = switched
  const shown = [account, role, ...(workspace === undefined ? [] : [workspace])].map(plain)
  const lines = [shown.join(' '), `=${chosen}`, ...(variable === undefined ? [] : [`=${variable}`])]
  writePrivate(file, `${lines.join('\n')}\n`, { mtimeMs: aws.granted.endsAtMs })
}

/** Replaces unusual characters with `?`: a shell could expand some in its prompt, such as `%` in zsh. */
export function plain(name: string): string {
  return name.replace(/[^\w.@+=,-]/gu, '?')
}
