import { isFile } from '../files/files.ts'
import type { Environment } from '../files/user-paths.ts'
import type { ProjectFacts } from '../layout/layout.ts'
import { whyNobodyIsThere } from '../login/person.ts'
import { Problem } from '../text/problem.ts'
import { checkEnvironment, type RunMode } from './checks/environment.ts'
import { brokenBy, type Finding } from './finding.ts'

/** The environment, in the light of what the project says. */
export function examineEnvironment(env: Environment, known: ProjectFacts | undefined): Finding[] {
  const { mode, reason } = modeOf(env, known)
  const { nobody, findings } = findNobody(env)
  const region = known?.region
  return [...findings, ...checkEnvironment({ env, mode, reason, region, nobody, isFile })]
}

function modeOf(
  { TFSSO: setting, TFSSO_CI_ROLE: role }: Environment,
  known: ProjectFacts | undefined,
): { mode: RunMode; reason: string } {
  if (setting === 'args' && role)
    return { mode: 'job', reason: `TFSSO is args and TFSSO_CI_ROLE ${role}` }
  if (setting === 'off' || setting === 'args')
    return { mode: setting, reason: `TFSSO is ${setting}` }
  if (known?.sso === false) return { mode: 'args', reason: 'sso_enabled is not true' }
  return { mode: 'full', reason: '' }
}

function findNobody(env: Environment): { nobody: string | undefined; findings: Finding[] } {
  try {
    return { nobody: whyNobodyIsThere(env, true), findings: [] }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return { nobody: undefined, findings: [brokenBy('TFSSO_LOGIN', error, 'TFSSO_LOGIN')] }
  }
}
