import type { Account, ProjectReading } from '../layout/read.ts'
import { misconfigured } from '../text/problem.ts'

/** The account of that name. Problem (78) for one that the project does not have. */
export function findAccount(
  { accounts, project }: Pick<ProjectReading, 'accounts' | 'project'>,
  name: string,
): Account {
  const account = accounts.find((candidate) => candidate.name === name)
  if (account) return account
  const { name: title, root } = project
  throw misconfigured(
    `The project ${title} (${root}) has no account ${name}.`,
    `Its accounts are: ${accounts.map((candidate) => candidate.name).join(', ')}.`,
  )
}
