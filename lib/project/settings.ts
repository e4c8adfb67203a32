import { misconfigured } from '../text/problem.ts'
import type { AccountEntries } from './accounts.ts'
import type { FirstRole } from './profile-target.ts'
import { roleRule } from './rules.ts'
import { show } from './values.ts'

/** An account, and the role with which to work in it. */
export interface Identity {
  account: string
  /** 12 digits */
  accountId: string
  role: string | FirstRole
}

export interface SsoSettings {
  startUrl: string
  region: string
}

/** In a layer, `sso` and `region` are those of the layer's own account. */
export interface ProjectSettings {
  project: string
  /** the default of runs and profiles */
  region: string
  accounts: AccountEntries
  sso: SsoSettings
}

export interface Settings extends ProjectSettings {
  identity: Identity
}

/** `role`: TFSSO_ROLE. Problem (exit code 78) if it is invalid. */
export function withRole(settings: Settings, role: string | undefined): Settings {
  if (!role) return settings
  if (!roleRule.pattern.test(role)) {
    throw misconfigured(
      `TFSSO_ROLE is ${show(role)}, but must be ${roleRule.expected}.`,
      'For example: TFSSO_ROLE=ReadOnly terraform plan',
    )
  }
  return { ...settings, identity: { ...settings.identity, role } }
}
