import path from 'node:path'
import { type AccountEntries, listAccounts, requireAccountId } from '../../project/accounts.ts'
import { projectRule, regionRule, startUrlRule } from '../../project/rules.ts'
import { ssoEnabled } from '../../project/settings.ts'
import type { Tfvars } from '../../project/tfvars.ts'
import { optionalText, requiredText, type TextRule } from '../../project/values.ts'
import { asProblem } from '../../text/attempt.ts'
import { brokenBy, type Finding, ok } from '../finding.ts'
import { mendFile, type ReadFile } from '../read-project.ts'

/** What a project's own tfvars say, as far as they make sense. */
export interface ProjectKnown {
  project: string | undefined
  startUrl: string | undefined
  ssoRegion: string | undefined
  /** region_primary, else region, else sso_region */
  region: string | undefined
  /** undefined where that can't be told */
  sso: boolean | undefined
  /** undefined where they can't be told, since a file could not be read or they are no map */
  accounts: AccountEntries | undefined
}

/** All that is wrong with config/*.tfvars, and what they say all the same. */
export function checkProject(
  directory: string,
  files: readonly ReadFile[],
): { known: ProjectKnown; findings: Finding[] } {
  const findings: Finding[] = []
  const attempt = <T>(check: string, read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      findings.push(brokenBy(check, asProblem(error), path.join(directory, 'config')))
      return undefined
    }
  }
  for (const { file, problem } of files)
    if (problem) findings.push(brokenBy('syntax', problem, file, mendFile))
  const values: Tfvars[] = files.flatMap(({ tfvars }) => tfvars ?? [])
  // What is missing may stand in the file that can't be read.
  const whole = findings.length === 0
  const common = path.join(directory, 'config/common.tfvars')
  const text = (key: string, rule: TextRule, required: boolean) =>
    attempt(key, () =>
      required && whole ? requiredText(values, key, rule, common) : optionalText(values, key, rule),
    )

  const sso = attempt('sso_enabled', () => ssoEnabled(values))
  const project = text('project', projectRule, sso !== false)
  const startUrl = text('sso_start_url', startUrlRule, sso !== false)
  const ssoRegion = text('sso_region', regionRule('sso_region'), sso !== false)
  const primary = text('region_primary', regionRule('region_primary'), false)
  const region = primary ?? text('region', regionRule('region'), false) ?? ssoRegion
  const entries = attempt('accounts', () => listAccounts(values))
  const where = { environmentFile: common, accountsFile: common }
  if (entries && whole && sso !== false) {
    const keys = entries.size > 0 ? [...entries.keys()] : ['apps-devstg']
    for (const key of keys) attempt('account-id', () => requireAccountId(entries, key, where))
  }
  if (findings.length === 0) {
    const message = `${directory}/config: the project ${project ?? '(no name)'}, ${entries?.size ?? 0} accounts.`
    findings.push(ok('project', message, directory))
  }
  const accounts = whole ? entries : undefined
  return {
    known: { project, startUrl, ssoRegion, region, sso: whole ? sso : sso || undefined, accounts },
    findings,
  }
}
