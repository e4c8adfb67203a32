import { keptSettings, namesCredentials } from '../aws-config/kept-settings.ts'
import { canNameProgram } from '../aws-config/program-path.ts'
import { type AwsSection, readSetting } from '../aws-config/sections.ts'
import type { Environment } from '../files/user-paths.ts'
import { type ProfileTarget, roleWord } from '../project/profile-target.ts'
import type { Session } from '../session/session.ts'
import { misconfigured } from '../text/problem.ts'

/*
 * The AWS config file that tfsso gives a run in place of the person's own.
 */

/**
 * The first line of our AWS config. A run inside another run recognizes the outer run's config by this line. The next
 * comments can record the outer run's region and the files that the config replaces (libexec/lost-marks.sh).
 */
export const configMark =
  '# Written by tfsso for a run of terraform. It is never changed, and removed when unused.'

const replaced = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']

function renderHeader(env: Environment, region: string | undefined): string {
  const before = replaced.flatMap((name) => {
    const value = env[name]
    // A control character could end the comment and change the file's meaning.
    return value && !/\p{Cc}/u.test(value) ? [`# ${name}=${value}`] : []
  })
  return [configMark, ...(region ? [`# region=${region}`] : []), ...before, ''].join('\n')
}

export interface AwsConfigParts {
  env: Environment
  prefix: string
  region: string
  sessionOf: (target: ProfileTarget) => Session
  profiles: ReadonlyMap<string, ProfileTarget>
  /** the person's */
  own: readonly AwsSection[]
}

/**
 * The AWS config of a run that gets credentials: each profile has a credential process, and `[default]` has no
 * credentials. Problem (exit code 78) as for `checkPrefix`.
 */
export function renderAwsConfig({
  env,
  prefix,
  region,
  sessionOf,
  profiles,
  own,
}: AwsConfigParts): string {
  checkPrefix(prefix)
  return composeAwsConfig({
    env,
    region,
    profiles,
    own,
    ownDefault: false,
    extra: undefined,
    lines: (target) => [
      `credential_process = ${credentialProcess(prefix, sessionOf(target), target)}`,
    ],
  })
}

export interface Composition extends Pick<AwsConfigParts, 'env' | 'region' | 'profiles' | 'own'> {
  ownDefault: boolean
  /** goes between the person's sections and the profiles */
  extra: string | undefined
  /** a profile's settings, except its region */
  lines: (target: ProfileTarget) => string[]
}

/** Our copy of the person's `[default]`, for their profiles with `source_profile = default`. */
const ownDefaultName = '.tfsso-default'

/**
 * An AWS config: our sections for the profiles, and the person's other sections. If the person has a section for one of
 * these profiles, our section replaces that section. Our section then has the settings of the person's section, except
 * credentials and region. If `ownDefault` is false, our `[default]` replaces the person's in the same way. The other
 * sections are copied unchanged, except for `source_profile` (`startFrom`).
 */
export function composeAwsConfig(composition: Composition): string {
  const { env, region, profiles, own, ownDefault, extra, lines } = composition
  const sections = [renderHeader(env, ownDefault ? undefined : region)]
  const defaults = ownDefault ? [] : own.filter(({ kind }) => kind === 'default')
  const isReplaced = ({ kind, name }: AwsSection) => kind === 'profile' && profiles.has(name)
  // Write the person's sections before ours. If an SDK rejects a header, the SDK adds the settings below that header to
  // the preceding section. The preceding section must not be one of ours.
  const theirs = own.filter((section) => !defaults.includes(section) && !isReplaced(section))
  sections.push(
    ...(defaults.some(namesCredentials) ? startFrom(theirs, defaults) : textsOf(theirs)),
  )
  if (extra) sections.push(extra)
  if (!ownDefault) {
    const kept = keptSettings(defaults)
    const output = kept.has('output') ? [] : ['output = json']
    sections.push(['[default]', `region = ${region}`, ...output, ...kept.values(), ''].join('\n'))
  }
  for (const [name, target] of [...profiles].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const replaced = own.filter((section) => isReplaced(section) && section.name === name)
    const kept = keptSettings(replaced).values()
    const settings = [...lines(target), `region = ${target.region ?? region}`, ...kept, '']
    for (const header of headers(name)) sections.push([`[${header}]`, ...settings].join('\n'))
  }
  return sections.join('\n')
}

const textsOf = (sections: readonly AwsSection[]) => sections.map(({ text }) => text)

/**
 * Replaces the value of each `source_profile = default` by the name of our copy of `[default]`. If there is such a
 * line, adds the copy.
 */
function startFrom(sections: readonly AwsSection[], defaults: readonly AwsSection[]): string[] {
  const lead = ({ kind, text }: Pick<AwsSection, 'kind' | 'text'>) =>
    kind === 'profile' || kind === 'default' ? text.split('\n').map(leadLine).join('\n') : text
  const led = sections.map(lead)
  if (led.every((text, i) => text === sections[i]?.text)) return led
  const copies = defaults.map((one) => lead(one).replace(/^.*/, `[profile ${ownDefaultName}]`))
  return [...led, ...copies]
}

/**
 * Quotes around the name stay. The Go SDK ignores them. In other SDKs the quotes belong to the name, and hardly any
 * profile's name has quotes.
 */
function leadLine(line: string): string {
  const { key, before, value = '', after } = readSetting(line) ?? {}
  if (key !== 'source_profile' || !/^(["']?)default\1$/.test(value)) return line
  return `${before}${value.replace('default', ownDefaultName)}${after}`
}

/** A name with a space needs two headers: botocore wants it in quotes, the Go SDK without. */
function headers(name: string): string[] {
  return name.includes(' ') ? [`profile ${name}`, `profile "${name}"`] : [`profile ${name}`]
}

/**
 * The command names the account and the role, not the profile. So a run keeps the account and the role that it started
 * with. The last argument has no quotes. If the command began and ended with a quote, the Go SDK would remove both
 * quotes.
 */
function credentialProcess(prefix: string, session: Session, target: ProfileTarget): string {
  return [
    `"${prefix}/libexec/credentials"`,
    target.accountId,
    roleWord(target.role),
    `"${session.name}"`,
    `"${session.startUrl}"`,
    session.region,
    // `other`: the profile has its own portal. A message about a missing session then names `tfsso login --portal URL`.
    ...(target.portal ? ['other'] : []),
  ].join(' ')
}

/** Problem (exit code 78) if the installation directory's name can't be written in an AWS config. */
export function checkPrefix(prefix: string): void {
  if (canNameProgram(prefix)) return
  throw misconfigured(
    `tfsso is installed in ${prefix}, whose name cannot be written in an AWS config file.`,
    'Install it in a directory without quotes, backslashes, $, ` #` and ` ;`.',
  )
}

/** Whether a section of the person's credentials file would override one of our profiles. */
export function shadowsOurs(
  credentials: readonly AwsSection[],
  profiles: ReadonlyMap<string, ProfileTarget>,
): boolean {
  return credentials.some(({ name }) => profiles.has(name))
}
