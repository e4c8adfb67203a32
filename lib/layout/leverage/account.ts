import path from 'node:path'
import type { AccountEntries } from '../../project/accounts.ts'
import { environmentRule, profileRule, roleRule } from '../../project/rules.ts'
import { type Tfvars, TfvarsReader } from '../../project/tfvars.ts'
import { optionalText, requiredText } from '../../project/values.ts'
import type { AccountPlace, LocatedProblem, ProjectFacts, Purpose, Sources } from '../layout.ts'
import { requireAccountId } from './account-list.ts'
import { Collector } from './collect.ts'
import { fileOf } from './files.ts'

/** If the file does not exist, `tfvars` is undefined and `problems` is empty. */
export interface ReadFile {
  tfvars?: Tfvars | undefined
  problems: readonly LocatedProblem[]
}

export interface AccountFiles {
  account: ReadFile
  backend: ReadFile
}

/** The account's two files become inputs only later, if they decide something (`decidingFiles`, `decidedBy`). */
export async function readAccount(
  directory: string,
  project: ProjectFacts,
  purpose: Purpose,
  { inputs, cache }: Sources,
): Promise<AccountPlace> {
  const reader = new TfvarsReader(inputs, cache)
  const read = async (file: string): Promise<ReadFile> => {
    const collector = new Collector()
    const tfvars = await collector.wait({ check: 'syntax', file }, () => reader.read(file))
    return { tfvars, problems: collector.problems }
  }
  return accountPlace(directory, project, purpose, {
    account: await read(fileOf(directory, 'account')),
    backend: await read(fileOf(directory, 'backend')),
  })
}

/** Pure; reports only the mistakes that matter for the purpose. */
export function accountPlace(
  directory: string,
  { root, accounts, sso }: ProjectFacts,
  purpose: Purpose,
  { account, backend }: AccountFiles,
): AccountPlace {
  const file = fileOf(directory, 'account')
  const profileFile = fileOf(directory, 'backend')
  const own = new Collector()
  const job = purpose === 'job'
  let name: string | undefined
  let role: string | undefined
  if (account.problems.length === 0) {
    const files = account.tfvars ? [account.tfvars] : []
    const needed = job || sso !== false
    const text = needed ? requiredText : optionalText
    name = own.try({ check: 'environment', file }, () =>
      text(files, 'environment', environmentRule, file),
    )
    // A CI job has its own role. The role in the file is only for profile names, so this role can be missing.
    role = own.try({ check: 'sso_role', file }, () =>
      (job ? optionalText : text)(files, 'sso_role', roleRule, file),
    )
    const key = name
    if (needed && key !== undefined && accounts && isUnknown(accounts, key, purpose)) {
      const where = { environmentFile: file, accountsFile: fileOf(root, 'common') }
      own.try({ check: 'environment', file }, () => requireAccountId(accounts, key, where))
    }
  }
  const { tfvars } = backend
  const claims = new Collector()
  const profile =
    tfvars &&
    claims.try({ check: 'profile', file: profileFile }, () =>
      optionalText([tfvars], 'profile', profileRule),
    )
  const missing = !tfvars && backend.problems.length === 0
  return {
    directory,
    name: name ?? path.basename(directory),
    named: name !== undefined,
    role,
    profile,
    file,
    profileFile,
    problems: [...account.problems, ...own.problems],
    profileProblems: [...backend.problems, ...claims.problems],
    warnings: missing ? [noBackend(profileFile)] : [],
  }
}

/**
 * Whether the list lacks this account. For the purpose `all`, an empty list lacks no account: `projectFacts` reports
 * this list once.
 */
function isUnknown(accounts: AccountEntries, key: string, purpose: Purpose): boolean {
  return purpose === 'all' && accounts.size === 0 ? false : !accounts.has(key)
}

function noBackend(file: string) {
  return {
    check: 'backend',
    file,
    message: `${file} is missing.`,
    advice: ['Layers with a backend "s3" need this file, with bucket, region and profile.'],
  }
}
