import { ignoresEndpoints } from '../../aws/endpoint-override.ts'
import { readJobRole } from '../../ci/role.ts'
import type { Environment } from '../../files/user-paths.ts'
import type { RunMode } from '../../grant/coverage.ts'
import { roleRule } from '../../project/rules.ts'
import { attempt, orElse } from '../../text/attempt.ts'
import { Problem } from '../../text/problem.ts'
import { broken, brokenBy, type Finding, ok, warning } from '../finding.ts'
import { checkCredentials } from './environment-credentials.ts'

const inWords: Record<Exclude<RunMode, 'full'>, string> = {
  job: "terraform gets var-files, backend config, and profiles from the job's own credentials",
  args: 'terraform gets var-files and backend config, but no credentials',
  off: 'terraform runs without tfsso',
}

export interface EnvironmentFacts {
  env: Environment
  mode: RunMode
  /** why `mode` is not full, such as "TFSSO is off" */
  reason: string
  /** the project's default region */
  region: string | undefined
  /** why nobody can be asked to log in. A missing terminal does not count */
  nobody: string | undefined
  /** whether the path is a plain file or a link to one */
  isFile(file: string): boolean
}

/** Shows no value that could be a secret. */
export function checkEnvironment(facts: EnvironmentFacts): Finding[] {
  const findings = [
    ...checkOwn(facts),
    ...checkCredentials(facts.env, facts.mode, facts.reason),
    ...checkRegions(facts),
    ...checkEndpoints(facts),
    ...checkFiles(facts),
    ...checkArguments(facts),
  ]
  if (findings.length > 0) return findings
  return [ok('environment', 'No variable in the environment interferes with tfsso.')]
}

function checkOwn({ env, mode, reason, nobody }: EnvironmentFacts): Finding[] {
  const findings: Finding[] = []
  const { TFSSO: setting, TFSSO_ROLE: role, TFSSO_CI_ROLE: job } = env
  if (setting && !['on', 'off', 'args'].includes(setting)) {
    const message = `TFSSO is ${setting}, but must be off, args, on or empty.`
    findings.push(broken('TFSSO', message, ['Every run fails (78): unset TFSSO'], 'TFSSO'))
  } else if (setting && mode !== 'full' && reason.startsWith('TFSSO ')) {
    const message = `${reason}: ${inWords[mode]}.`
    findings.push(warning('TFSSO', message, ["If you don't want that: unset TFSSO"], 'TFSSO'))
  }
  if (role && !roleRule.pattern.test(role)) {
    const message = `TFSSO_ROLE must be ${roleRule.expected}.`
    findings.push(
      broken('TFSSO_ROLE', message, ['Every run fails (78): unset TFSSO_ROLE'], 'TFSSO_ROLE'),
    )
  } else if (role) {
    const message = `TFSSO_ROLE is set: in each layer's own account the role is ${role}.`
    const advice = ["It is meant for single commands. If you don't want that: unset TFSSO_ROLE"]
    findings.push(warning('TFSSO_ROLE', message, advice, 'TFSSO_ROLE'))
  }
  findings.push(...checkJobRole(job, mode))
  if (nobody !== undefined) {
    const message = `tfsso asks nobody to log in here: ${nobody}.`
    const advice = [
      'Without a session a run fails (exit code 77), unless somebody runs `tfsso login` first.',
    ]
    findings.push(warning('login', message, advice))
  }
  return findings
}

function checkJobRole(setting: string | undefined, mode: RunMode): Finding[] {
  if (!setting) return []
  const name = 'TFSSO_CI_ROLE'
  const wrong = attempt(() => readJobRole(setting))
  if (wrong instanceof Problem) return [brokenBy(name, wrong, name)]
  if (mode === 'job') return []
  const message = `${name} is set, but has an effect only with TFSSO=args.`
  return [warning(name, message, [`Set TFSSO=args as well, or: unset ${name}`], name)]
}

function checkRegions({ env, mode, region }: EnvironmentFacts): Finding[] {
  if (mode === 'off') return []
  const { AWS_REGION: first, AWS_DEFAULT_REGION: second } = env
  const findings: Finding[] = []
  const set = [
    ['AWS_REGION', first],
    ['AWS_DEFAULT_REGION', first ? undefined : second],
  ] as const
  for (const [name, value] of set) {
    if (!value || region === undefined || value === region) continue
    const message = `${name} is ${value}; if the code names no region, terraform uses this one instead of the project's ${region}.`
    findings.push(warning('region', message, [`If you don't want that: unset ${name}`], name))
  }
  if (first && second && first !== second) {
    const message = `AWS_REGION is ${first}, but AWS_DEFAULT_REGION is ${second}; terraform uses AWS_REGION.`
    findings.push(warning('region', message, ['Unset one of them.'], 'AWS_DEFAULT_REGION'))
  }
  return findings
}

function checkEndpoints({ env }: EnvironmentFacts): Finding[] {
  return Object.keys(env)
    .filter((name) => /^AWS_ENDPOINT_URL(_|$)/.test(name) && env[name])
    .sort()
    .map((name) => {
      if (ignoresEndpoints(env)) {
        const message = `${name} is set, but AWS_IGNORE_CONFIGURED_ENDPOINT_URLS disables it.`
        return ok('endpoint', message, name)
      }
      const host = hostOf(env[name])
      if (host === undefined) {
        const message = `${name} is not a URL.`
        return broken('endpoint', message, [`Correct it, or: unset ${name}`], name)
      }
      const message = `${name} is set: tfsso and terraform use ${host} instead of AWS.`
      return warning('endpoint', message, [`If you don't want that: unset ${name}`], name)
    })
}

/** Messages show only the host, because a URL can contain a password. */
function hostOf(url = ''): string | undefined {
  return orElse(() => new URL(url).host, undefined)
}

function checkFiles({ env, isFile }: EnvironmentFacts): Finding[] {
  const uses = {
    AWS_CONFIG_FILE: 'tfsso reads your own profiles from it',
    AWS_SHARED_CREDENTIALS_FILE: 'tfsso reads your own profiles from it',
    AWS_CA_BUNDLE: 'tfsso trusts its certificates',
    NODE_EXTRA_CA_CERTS: 'tfsso trusts its certificates',
  }
  return Object.entries(uses).flatMap(([name, use]) => {
    const file = env[name]
    if (!file) return []
    if (isFile(file)) return ok('file', `${name} is ${file}; ${use}.`, name)
    const message = `${name} is ${file}, which does not exist.`
    return warning('file', message, [`Correct it, or: unset ${name}`], name)
  })
}

/**
 * terraform takes first the arguments from TF_CLI_ARGS_<command>, then those from TF_CLI_ARGS. tfsso puts its own at
 * the beginning of TF_CLI_ARGS_<command>.
 */
function checkArguments({ env, mode }: EnvironmentFacts): Finding[] {
  return Object.keys(env)
    .filter((name) => /^TF_CLI_ARGS(_|$)/.test(name) && env[name])
    .sort()
    .map((name) => {
      if (mode === 'off') return ok('arguments', `${name} is set, and terraform uses it.`, name)
      const ours = ['-var-file', '-backend-config'].filter((flag) => env[name]?.includes(flag))
      const its = ours.length > 0 ? `${ours.join(' and ')} arguments` : 'arguments'
      const message = `${name} is set; its ${its} come after tfsso's own, and override them.`
      if (ours.length === 0) return ok('arguments', message, name)
      const advice = [`tfsso adds the project's own files. If you need no others: unset ${name}`]
      return warning('arguments', message, advice, name)
    })
}
