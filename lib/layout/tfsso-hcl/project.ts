import type { FirstRole } from '../../project/profile-target.ts'
import { misconfigured, Problem } from '../../text/problem.ts'
import type { AccountPlace, LocatedProblem, ProjectFacts } from '../layout.ts'
import type { Account, Description } from './description.ts'
import { fileIn } from './root.ts'

/** If `read` is a Problem, most facts are undefined. */
export function projectFacts(root: string, read: Description | Problem): ProjectFacts {
  const file = fileIn(root)
  const here = { root, settingsAt: file }
  if (read instanceof Problem)
    return {
      ...here,
      name: undefined,
      sso: undefined,
      startUrl: undefined,
      ssoRegion: undefined,
      region: undefined,
      accounts: undefined,
      problems: [{ check: 'syntax', file, problem: read }],
    }
  const [first] = read.sessions
  const problems = read.accounts.flatMap(({ name, id, file }): LocatedProblem[] =>
    id instanceof Problem ? [{ check: 'account-id', file, problem: id, account: name }] : [],
  )
  const entries = read.accounts.map(({ name, id, where }) => {
    const entry = id instanceof Problem ? {} : { id }
    return [name, { entry, file: where }] as const
  })
  return {
    ...here,
    name: first?.name,
    sso: true,
    startUrl: first?.startUrl,
    ssoRegion: first?.region,
    region: read.region ?? first?.region,
    accounts: new Map(entries),
    problems,
  }
}

/** The place has no `directory`, because `findCandidates` decides which directories are the account's. */
export function accountPlace(account: Account): AccountPlace {
  const { name, session, region, file } = account
  const role = roleOf(account)
  return {
    directory: undefined,
    name,
    named: true,
    role,
    portal: session,
    region,
    profile: undefined,
    file,
    profileFile: file,
    problems: role === undefined ? [{ check: 'role', file, problem: noRole(account) }] : [],
    profileProblems: [],
    warnings: [],
  }
}

export function roleOf({ roles }: Account): string | FirstRole | undefined {
  return roles.length > 1 ? { any: roles } : roles[0]
}

export function noRole({ name, where, roleProblem }: Account): Problem {
  return (
    roleProblem ??
    misconfigured(
      `${where}: account "${name}": role is missing.`,
      'Add for example: role = "DevOps"',
    )
  )
}
