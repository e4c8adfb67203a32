import type { SessionState } from '../../session/token.ts'
import type { Next } from './next.ts'

/** What `tfsso status --json` prints; docs/status-json.md says what each part means. */
export interface Status {
  project: { name: string; directory: string; region: string }
  layer: {
    directory: string
    account: string
    accountId: string
    role: string
    /** the selected workspace, if it has decided the account */
    workspace: string | null
    credentialsUntil: string | null
    region: string
    tool: string
    profiles: ProfileStatus[]
    next: Next
    problem: string | null
  } | null
  /** likely mistakes; outside a layer, also the reason if runs fail there */
  warnings: string[]
  session: {
    name: string
    startUrl: string
    region: string
    state: SessionState
    validUntil: string | null
    validForSeconds: number
  }
  accounts: {
    name: string
    accountId: string | null
    role: string | null
    credentialsUntil: string | null
  }[]
}

export interface ProfileStatus {
  name: string
  from: 'tfsso' | 'yours' | 'nowhere'
  account: string | null
  accountId: string | null
  role: string | null
}
