import type { LocatedProblem, ProjectFacts } from '../../layout/layout.ts'
import { brokenBy, type Finding, ok, warning } from '../finding.ts'

/** What to do about a file that can't be read or does not parse. */
const mendFile = 'Correct it there, or make it readable for you.'

/**
 * Everything that is wrong with the project's own files. If nothing is wrong: a warning if the files don't mention AWS
 * SSO, otherwise one `ok`.
 */
export function checkProject(project: ProjectFacts): Finding[] {
  const { name, accounts, settingsAt, problems, silent } = project
  if (problems.length > 0) return problems.map((problem) => describe(problem, settingsAt))
  if (silent) return [warning('sso', silent.message, silent.advice, settingsAt)]
  const message = `${settingsAt}: the project ${name ?? '(no name)'}, ${accounts?.size ?? 0} accounts.`
  return [ok('project', message, settingsAt)]
}

/**
 * A located problem as a finding. `subject`: what the problem is about, by default its file. For a `syntax` problem,
 * the subject is always the file.
 */
export function describe(
  { check, file, problem }: LocatedProblem,
  subject: string = file,
): Finding {
  return check === 'syntax'
    ? brokenBy(check, problem, file, mendFile)
    : brokenBy(check, problem, subject)
}
