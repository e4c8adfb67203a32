import type { LocatedProblem, ProjectFacts } from '../../layout/layout.ts'
import { brokenBy, type Finding, ok, warning } from '../finding.ts'

const mendFile = 'Correct it there, or make it readable for you.'

/** One finding for each problem. Without problems: a warning if the files don't mention AWS SSO, otherwise one `ok`. */
export function checkProject(project: ProjectFacts): Finding[] {
  const { name, accounts, settingsAt, problems, silent } = project
  if (problems.length > 0) return problems.map((problem) => describe(problem, settingsAt))
  if (silent) return [warning('sso', silent.message, silent.advice, settingsAt)]
  const message = `${settingsAt}: the project ${name ?? '(no name)'}, ${accounts?.size ?? 0} accounts.`
  return [ok('project', message, settingsAt)]
}

/** `subject`: by default the problem's file. A `syntax` problem is always about its file. */
export function describe(
  { check, file, problem }: LocatedProblem,
  subject: string = file,
): Finding {
  return check === 'syntax'
    ? brokenBy(check, problem, file, mendFile)
    : brokenBy(check, problem, subject)
}
