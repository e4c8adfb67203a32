import type { Account, ProjectReading } from '../layout/read.ts'
import { closest } from '../text/closest.ts'
import { misconfigured, type Problem } from '../text/problem.ts'

/** Problem (exit code 78) if the project has no account of this name. */
export async function findAccount(
  { accounts, project }: Pick<ProjectReading, 'accounts' | 'project'>,
  name: string,
): Promise<Account> {
  const account = accounts.find((candidate) => candidate.name === name)
  if (account) return account
  const { name: title, root } = project
  const names = accounts.map((candidate) => candidate.name)
  const meant = await closest(name, names)
  throw misconfigured(
    `The project ${title} (${root}) has no account ${name}.`,
    `Its accounts are: ${names.join(', ')}.`,
    ...(meant === undefined ? [] : [`Did you mean: ${meant}`]),
  )
}

/** The Problem if neither the project's files nor the person name a role. */
export function roleMissing({ layout }: Pick<ProjectReading, 'layout'>, account: string): Problem {
  const { accountFile, role } = layout.texts
  return misconfigured(
    `The account ${account} has no directory whose ${accountFile} names an ${role}.`,
    'Say which role with --role, for example: --role DevOps',
  )
}
