import { projectRule, regionRule, startUrlRule } from '../../project/rules.ts'
import { type Tfvars, TfvarsReader } from '../../project/tfvars.ts'
import {
  badValue,
  lookUp,
  optionalText,
  requiredText,
  type TextRule,
} from '../../project/values.ts'
import { misconfigured } from '../../text/problem.ts'
import type { LocatedProblem, ProjectFacts, Purpose, Sources } from '../layout.ts'
import { listAccounts, requireAccountId } from './account-list.ts'
import { Collector } from './collect.ts'
import { fileOf } from './files.ts'

/** Files that can be read; problems of the others. */
export interface ReadTfvars {
  files: readonly Tfvars[]
  problems: readonly LocatedProblem[]
}

export async function readProject(
  { root }: { root: string },
  purpose: Purpose,
  { inputs, cache }: Sources,
): Promise<ProjectFacts> {
  const reader = new TfvarsReader(inputs, cache)
  const collector = new Collector()
  const files: Tfvars[] = []
  for (const file of inputs.glob(fileOf(root, 'config'), '.tfvars')) {
    const read = await collector.wait({ check: 'syntax', file }, () => reader.read(file))
    if (read) files.push(read)
  }
  return projectFacts(root, purpose, { files, problems: collector.problems })
}

/** Pure; reports only the mistakes that matter for the purpose. */
export function projectFacts(
  root: string,
  purpose: Purpose,
  { files, problems: unreadable }: ReadTfvars,
): ProjectFacts {
  const file = fileOf(root, 'common')
  const collector = new Collector()
  // If a file can't be read, report no key as missing: the file could contain the key.
  const whole = unreadable.length === 0
  const collect = <T>(check: string, read: () => T) => collector.try({ check, file }, read)
  const text = (key: string, rule: TextRule, required: boolean) =>
    collect(key, () =>
      required && whole ? requiredText(files, key, rule, file) : optionalText(files, key, rule),
    )
  const sso = collect('sso_enabled', () => ssoEnabled(files))
  const job = purpose === 'job'
  const withSso = !job && sso !== false
  const name = text('project', projectRule, job || withSso)
  const startUrl = job ? undefined : text('sso_start_url', startUrlRule, withSso)
  const textOfRegion = (key: string, required: boolean) => text(key, regionRule(key), required)
  let ssoRegion = job ? undefined : textOfRegion('sso_region', withSso)
  const primary = textOfRegion('region_primary', false) ?? textOfRegion('region', false)
  // A CI job needs a region, but any of region_primary, region and sso_region is enough.
  if (job && primary === undefined)
    ssoRegion = textOfRegion('sso_region', false) ?? textOfRegion('region_primary', true)

  const entries = collect('accounts', () => listAccounts(files))
  const where = { environmentFile: file, accountsFile: file }
  if (entries && whole && (job || withSso)) {
    const check = 'account-id'
    // With `all`, an empty list is reported here, once. Otherwise `accountPlace` reports it.
    if (entries.size === 0 && purpose === 'all')
      collect(check, () => requireAccountId(entries, 'apps-devstg', where))
    for (const account of entries.keys())
      collector.try({ check, file, account }, () => requireAccountId(entries, account, where))
  }
  return {
    root,
    settingsAt: fileOf(root, 'config'),
    name,
    sso: whole ? sso : sso || undefined,
    silent: sso === false ? withoutKeys(files, file) : undefined,
    startUrl,
    ssoRegion,
    region: primary ?? ssoRegion,
    accounts: whole ? entries : undefined,
    problems: [...unreadable, ...collector.problems],
  }
}

/**
 * Whether AWS SSO is used. `sso_enabled` decides: true or false, as a bool or a string. Another value of this key is a
 * Problem (exit code 78). Without the key, the result is true if there is a start URL.
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

const ssoKeys = ['sso_enabled', 'sso_start_url', 'sso_region']

/** The Problem if all of `ssoKeys` are missing; otherwise undefined. */
function withoutKeys(files: readonly Tfvars[], file: string) {
  if (ssoKeys.some((key) => lookUp(files, key) !== undefined)) return undefined
  return misconfigured(
    `${file}: ${ssoKeys.slice(0, -1).join(', ')} and ${ssoKeys.at(-1)} are missing, so tfsso gives no credentials.`,
    'Run `tfsso init`: it asks for your portal and writes them.',
    'To use your own credentials, write: sso_enabled = false',
  )
}

export function ssoOff(root: string) {
  return misconfigured(
    `${fileOf(root, 'common')}: sso_enabled is not true, so there is no session.`,
    'Write: sso_enabled = true',
  )
}
