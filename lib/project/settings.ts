import path from 'node:path'
import { type AccountEntries, listAccounts, requireAccountId } from './accounts.ts'
import {
  environmentRule,
  profileRule,
  projectRule,
  regionRule,
  roleRule,
  startUrlRule,
} from './rules.ts'
import type { Tfvars } from './tfvars.ts'
import { badValue, lookUp, optionalText, requiredText } from './values.ts'

/** The parsed tfvars that a layer's settings come from. */
export interface LayerTfvars {
  /** config/*.tfvars, in the order of their names */
  project: readonly Tfvars[]
  /** the account's config/account.tfvars */
  account: Tfvars
  /** the account's config/backend.tfvars */
  backend?: Tfvars | undefined
}

/** An account and the role to work in there. */
export interface Identity {
  account: string
  /** 12 digits */
  accountId: string
  role: string
}

export interface SsoSettings {
  startUrl: string
  region: string
}

/** What the project's own tfvars say, whatever the account. */
export interface ProjectSettings {
  project: string
  /** region_primary, else region, else sso_region */
  region: string
  accounts: AccountEntries
  sso: SsoSettings
}

export interface Settings extends ProjectSettings {
  /** the layer's own account, and the role to work in */
  identity: Identity
}

const commonFile = (files: readonly Tfvars[]) =>
  files.find(({ file }) => path.basename(file) === 'common.tfvars')?.file ?? 'config/common.tfvars'

/**
 * Whether AWS SSO is used: `sso_enabled` as a bool or as a string; where it is not there, whether
 * there is a start URL. Anything else is a Problem (78).
 */
export function ssoEnabled(files: readonly Tfvars[]): boolean {
  const found = lookUp(files, 'sso_enabled')
  if (found === undefined) return lookUp(files, 'sso_start_url') !== undefined
  if (found.value === true || found.value === 'true') return true
  if (found.value === false || found.value === 'false') return false
  throw badValue('sso_enabled', found, {
    expected: 'true or false',
    example: 'sso_enabled = true',
  })
}

/** What config/*.tfvars say, or the first Problem (78) with it. */
export function resolveProjectSettings(files: readonly Tfvars[]): ProjectSettings {
  const common = commonFile(files)
  const project = requiredText(files, 'project', projectRule, common)
  const sso = {
    startUrl: requiredText(files, 'sso_start_url', startUrlRule, common),
    region: requiredText(files, 'sso_region', regionRule('sso_region'), common),
  }
  const region = defaultRegion(files) ?? sso.region
  return { project, region, accounts: listAccounts(files), sso }
}

function defaultRegion(files: readonly Tfvars[]): string | undefined {
  return (
    optionalText(files, 'region_primary', regionRule('region_primary')) ??
    optionalText(files, 'region', regionRule('region'))
  )
}

/** The account that a layer is in. */
function resolveAccount(
  tfvars: LayerTfvars,
  accounts: AccountEntries,
): Pick<Identity, 'account' | 'accountId'> {
  const { account: file } = tfvars
  const account = requiredText([file], 'environment', environmentRule, file.file)
  const accountId = requireAccountId(accounts, account, {
    environmentFile: file.file,
    accountsFile: commonFile(tfvars.project),
  })
  return { account, accountId }
}

/** Everything that a layer's tfvars say, or the first Problem (78) with it. */
export function resolveSettings(tfvars: LayerTfvars): Settings {
  const settings = resolveProjectSettings(tfvars.project)
  const { account, accountId } = resolveAccount(tfvars, settings.accounts)
  const role = requiredText([tfvars.account], 'sso_role', roleRule, tfvars.account.file)
  return { ...settings, identity: { account, accountId, role } }
}

/**
 * The same for a CI job that has credentials of its own: nothing of AWS SSO need be there. The role
 * counts for nothing then but a part of profile names, and is empty where account.tfvars has none.
 */
export function resolveJobSettings(tfvars: LayerTfvars): Omit<Settings, 'sso'> {
  const { project: files } = tfvars
  const common = commonFile(files)
  const project = requiredText(files, 'project', projectRule, common)
  const region =
    defaultRegion(files) ??
    optionalText(files, 'sso_region', regionRule('sso_region')) ??
    requiredText(files, 'region_primary', regionRule('region_primary'), common)
  const accounts = listAccounts(files)
  const identity = {
    ...resolveAccount(tfvars, accounts),
    role: optionalText([tfvars.account], 'sso_role', roleRule) ?? '',
  }
  return { project, region, accounts, identity }
}

/** The profile that an account's backend.tfvars names, if any. Problem (78) for a wrong one. */
export function backendProfile(backend: Tfvars | undefined): string | undefined {
  return backend && optionalText([backend], 'profile', profileRule)
}
