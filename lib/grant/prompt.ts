import fs from 'node:fs'
import path from 'node:path'
import type { Places } from '../files/user-paths.ts'
import { writePrivate } from '../files/write-private.ts'
import type { GrantedAws } from './grant.ts'
import { grantDirectory } from './store.ts'

/** An account, and the role that was given there. */
export interface HeldIdentity {
  account: string
  role: string
}

/** What has decided besides files. */
export interface SwitchedBy {
  /** the workspace, where it is to be shown */
  workspace?: string | undefined
  /** TFSSO_ACCOUNT */
  chosen?: string | undefined
  /** TF_WORKSPACE, where it decides */
  variable?: string | undefined
}

/**
 * Keeps beside a layer's grant what `tfsso prompt` shows of it (libexec/prompt.sh): account, role and the workspace
 * that has decided; without credentials nothing.
 * The file's time is when the credentials end (this machine's clock).
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

/** Pure: a name without what shells expand in a prompt; zsh takes `%` for orders. */
export function plain(name: string): string {
  return name.replace(/[^\w.@+=,-]/gu, '?')
}
