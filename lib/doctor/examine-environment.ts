import { isFile } from '../files/read.ts'
import type { Environment } from '../files/user-paths.ts'
import type { RunMode } from '../grant/coverage.ts'
import type { ProjectFacts } from '../layout/layout.ts'
import { whyNobodyIsThere } from '../login/person.ts'
import { attempt } from '../text/attempt.ts'
import { Problem } from '../text/problem.ts'
import { checkEnvironment } from './checks/environment.ts'
import { brokenBy, type Finding } from './finding.ts'

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
  const nobody = attempt(() => whyNobodyIsThere(env, true))
  return nobody instanceof Problem
    ? { nobody: undefined, findings: [brokenBy('TFSSO_LOGIN', nobody, 'TFSSO_LOGIN')] }
    : { nobody, findings: [] }
}
