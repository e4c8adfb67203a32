import fs from 'node:fs'
import path from 'node:path'
import type { Places } from '../files/user-paths.ts'
import { writePrivate } from '../files/write-private.ts'
import type { GrantedAws } from './grant.ts'
import { grantDirectory } from './store.ts'

/*
 * Writes the file that `tfsso prompt` shows (libexec/prompt.sh).
 */

/** An account, and the role that was granted in it. */
export interface HeldIdentity {
  account: string
  role: string
}

/** What decided the grant, apart from the project's files. */
export interface SwitchedBy {
  /** the workspace, if the prompt should show it */
  workspace?: string | undefined
  /** the value of TFSSO_ACCOUNT */
  chosen?: string | undefined
  /** the value of TF_WORKSPACE, if the account or the var-files depend on the current workspace or bucket */
  variable?: string | undefined
}

/**
 * Writes the file beside the layer's grant. Its first line is what the prompt shows: account, role, and the workspace
 * if it can decide the account. The second line is `=` and the value of TFSSO_ACCOUNT. The third line is `=` and the
 * value of TF_WORKSPACE; this line is missing if neither the account nor the var-files depend on the current workspace
 * or bucket. The file's modification time says when the credentials expire. If there are no credentials, the file is
 * removed.
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

/**
 * Replaces each character of a name with `?`, except letters and digits of ASCII and `_.@+=,-`. A shell could expand
 * other characters in its prompt, such as `%` in zsh.
 */
export function plain(name: string): string {
  return name.replace(/[^\w.@+=,-]/gu, '?')
}
