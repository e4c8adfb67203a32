import path from 'node:path'
import { parseAccountId, requireAccountId } from '../../project/accounts.ts'
import { splitName } from '../../project/profiles.ts'
import { environmentRule, profileRule, roleRule } from '../../project/rules.ts'
import { asMap, optionalText, requiredText } from '../../project/values.ts'
import { asProblem } from '../../text/attempt.ts'
import { broken, brokenBy, type Finding, ok, warning } from '../finding.ts'
import { type AccountFiles, mendFile } from '../read-project.ts'
import type { ProjectKnown } from './project.ts'

/** What an account's directory says, as far as it makes sense. */
export interface AccountKnown {
  directory: string
  environment: string | undefined
  role: string | undefined
  profile: string | undefined
  /** whether terraform can start there */
  sound: boolean
}

/** All that is wrong with the accounts' own tfvars, each by itself and all together. */
export function checkAccounts(
  accounts: readonly AccountFiles[],
  project: ProjectKnown,
): { known: AccountKnown[]; findings: Finding[] } {
  const each = accounts.map((account) => checkAccount(account, project))
  const known = each.map((one) => one.known)
  return {
    known,
    findings: [
      ...each.flatMap((one) => one.findings),
      ...checkClaims(known, project),
      ...checkRoles(known),
    ],
  }
}

function checkAccount(
  { directory, account, backend }: AccountFiles,
  { accounts, sso }: ProjectKnown,
): { known: AccountKnown; findings: Finding[] } {
  const findings: Finding[] = []
  const attempt = <T>(check: string, file: string, read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      findings.push(brokenBy(check, asProblem(error), file))
      return undefined
    }
  }
  for (const { file, problem } of [account, backend])
    if (problem) findings.push(brokenBy('syntax', problem, file, mendFile))

  let environment: string | undefined
  let role: string | undefined
  if (account.tfvars) {
    const { file } = account
    const own = [account.tfvars]
    const text = sso === false ? optionalText : requiredText
    environment = attempt('environment', file, () =>
      text(own, 'environment', environmentRule, file),
    )
    role = attempt('sso_role', file, () => text(own, 'sso_role', roleRule, file))
    const key = environment
    if (key !== undefined && accounts && accounts.size > 0 && !accounts.has(key) && sso !== false) {
      const where = { environmentFile: file, accountsFile: 'config/common.tfvars' }
      attempt('environment', file, () => requireAccountId(accounts, key, where))
    }
  }
  const { tfvars } = backend
  const profile =
    tfvars && attempt('profile', backend.file, () => optionalText([tfvars], 'profile', profileRule))
  const sound = findings.length === 0
  if (!tfvars && !backend.problem) {
    const message = `${backend.file} is missing.`
    const advice = ['Layers with a backend "s3" need it: bucket, region, profile.']
    findings.push(warning('backend', message, advice, backend.file))
  }
  if (sound) {
    const id = parseAccountId(asMap(accounts?.get(environment ?? '')?.entry)?.id)
    const name = environment ?? path.basename(directory)
    findings.push(ok('account', `${name}${id ? ` (${id})` : ''}${role ? ` as ${role}` : ''}`, name))
  }
  return { known: { directory, environment, role, profile, sound }, findings }
}

const nameOf = ({ directory, environment }: AccountKnown) => environment ?? path.basename(directory)

/** A profile belongs to the account that its name says, else to the only one that claims it. */
function checkClaims(
  known: readonly AccountKnown[],
  { project, accounts }: ProjectKnown,
): Finding[] {
  const keys = [...new Set([...(accounts?.keys() ?? []), ...known.map(nameOf)])]
  const claims = new Map<string, AccountKnown[]>()
  for (const account of known) {
    if (account.profile === undefined) continue
    claims.set(account.profile, [...(claims.get(account.profile) ?? []), account])
  }
  return [...claims].flatMap(([profile, claimants]) => {
    const owner = project === undefined ? undefined : splitName(profile, project, keys)?.account
    const files = (of: readonly AccountKnown[]) =>
      of.map(({ directory }) => path.join(directory, 'config/backend.tfvars')).join(', ')
    if (owner !== undefined) {
      const others = claimants.filter((one) => one.sound && nameOf(one) !== owner)
      if (others.length === 0) return []
      const message = `${files(others)}: profile is "${profile}", which by its name is the account ${owner}’s.`
      const advice = ['If the state lies there, it is well; else correct the name.']
      return [warning('profile-owner', message, advice, profile)]
    }
    const names = [...new Set(claimants.map(nameOf))]
    if (names.length < 2) return []
    const message = `The profile ${profile} could be any of these accounts’: ${names.join(', ')}.`
    const advice = [
      `They all name it: ${files(claimants)}.`,
      `Give each a profile of its own, for example: profile = "${project ?? 'PROJECT'}-${names[0]}-devops"`,
    ]
    return [broken('claimants', message, advice, profile)]
  })
}

/** Where an account has two directories that differ, profiles that lead to it could be either. */
function checkRoles(known: readonly AccountKnown[]): Finding[] {
  const names = [...new Set(known.map(nameOf))]
  return names.flatMap((name) => {
    const own = known.filter((account) => nameOf(account) === name)
    if (new Set(own.map(({ role }) => role)).size < 2) return []
    const files = own.map(({ directory }) => path.join(directory, 'config/account.tfvars'))
    const message = `The account ${name} has different roles: ${files.join(', ')}.`
    const advice = ['Profiles of other layers that lead to it fail. Give both the same sso_role.']
    return [warning('roles', message, advice, name)]
  })
}
