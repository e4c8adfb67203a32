import fs from 'node:fs'
import path from 'node:path'
import { keptSettings, namesCredentials } from '../aws-config/kept-settings.ts'
import { canNameProgram } from '../aws-config/program-path.ts'
import type { AwsSection } from '../aws-config/sections.ts'
import { sha256 } from '../files/digest.ts'
import { readPrivate } from '../files/read-trusted.ts'
import { removeUnused } from '../files/remove-unused.ts'
import { cacheDirectory, type Environment, type Places } from '../files/user-paths.ts'
import { writePrivate } from '../files/write-private.ts'
import { touch } from '../lock/whole-file.ts'
import { type ProfileTarget, roleWord } from '../project/profile-target.ts'
import type { Session } from '../session/session.ts'
import { misconfigured } from '../text/problem.ts'

/*
 * The AWS config file that tfsso gives a run in place of the person's own: its text, and where it is stored.
 */

/**
 * The first line of our AWS config. By this line, a run inside another run recognizes the config. The comments after it
 * can record the region that the run gets, and the files that the config replaces (libexec/lost-marks.sh).
 */
export const configMark =
  '# Written by tfsso for a run of terraform. It is never changed, and removed when unused.'

/**
 * The variables whose earlier values the config's first comments record. A variable is left out if it is not set, or if
 * its value has a control character.
 */
const replaced = ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE']

function renderHeader(env: Environment, region: string | undefined): string {
  const before = replaced.flatMap((name) => {
    const value = env[name]
    // A control character could end the comment and change the file's meaning.
    return value && !/\p{Cc}/u.test(value) ? [`# ${name}=${value}`] : []
  })
  return [configMark, ...(region ? [`# region=${region}`] : []), ...before, ''].join('\n')
}

/** How long an unused file stays, ms. */
const unusedMs = 7 * 24 * 3600 * 1000

export interface AwsConfigParts {
  /** the run's environment, which names the person's own AWS files */
  env: Environment
  /** the installation's directory: the profiles call its libexec/credentials */
  prefix: string
  region: string
  /** gives the session that a profile's credentials come from */
  sessionOf: (target: ProfileTarget) => Session
  profiles: ReadonlyMap<string, ProfileTarget>
  /** the sections of the person's own config */
  own: readonly AwsSection[]
}

/**
 * The AWS config of a run that gets credentials. Every profile that the layer can name has a section with a credential
 * process, and `[default]` has no credentials. `composeAwsConfig` says what happens to the person's own sections.
 * Problem (exit code 78) as for `checkPrefix`.
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
  /** whether the person's own `[default]` is copied, too */
  ownDefault: boolean
  /** sections to write between the person's own and the profiles */
  extra: string | undefined
  /** the settings that tfsso writes for a profile, except for its region */
  lines: (target: ProfileTarget) => string[]
}

/** The name of our copy of the person's `[default]`, for their profiles with `source_profile = default`. */
const ownDefaultName = '.tfsso-default'

/**
 * An AWS config: a section of ours for each profile (two if its name has a space), and the person's other sections. If
 * the person has a section for one of these profiles, our section replaces it, but keeps its settings, except
 * credentials and region. Without `ownDefault`, our `[default]` replaces the person's `[default]` in the same way. The
 * other sections are copied unchanged, except that a `source_profile` can become the name of our copy of `[default]`
 * (`startFrom`).
 */
export function composeAwsConfig(composition: Composition): string {
  const { env, region, profiles, own, ownDefault, extra, lines } = composition
  const sections = [renderHeader(env, ownDefault ? undefined : region)]
  const defaults = ownDefault ? [] : own.filter(({ kind }) => kind === 'default')
  const isReplaced = ({ kind, name }: AwsSection) => kind === 'profile' && profiles.has(name)
  // Write the person's sections before ours. If an SDK does not accept the header of a section, it adds the section's
  // settings to the section before it. So the section before it must not be one of ours.
  const theirs = own.filter((section) => !defaults.includes(section) && !isReplaced(section))
  sections.push(
    ...(defaults.some(namesCredentials) ? startFrom(theirs, defaults) : textsOf(theirs)),
  )
  if (extra) sections.push(extra)
  if (!ownDefault) {
    const kept = keptSettings(defaults, ['region'])
    const output = kept.has('output') ? [] : ['output = json']
    sections.push(['[default]', `region = ${region}`, ...output, ...kept.values(), ''].join('\n'))
  }
  for (const [name, target] of [...profiles].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const replaced = own.filter((section) => isReplaced(section) && section.name === name)
    const kept = keptSettings(replaced, ['region']).values()
    const settings = [...lines(target), `region = ${target.region ?? region}`, ...kept, '']
    for (const header of headers(name)) sections.push([`[${header}]`, ...settings].join('\n'))
  }
  return sections.join('\n')
}

const textsOf = (sections: readonly AwsSection[]) => sections.map(({ text }) => text)

/**
 * If a profile has `source_profile = default`, writes the name of our copy of `[default]` there, and adds this copy.
 */
function startFrom(sections: readonly AwsSection[], defaults: readonly AwsSection[]): string[] {
  const lead = ({ kind, text }: Pick<AwsSection, 'kind' | 'text'>) =>
    kind === 'profile' || kind === 'default'
      ? text.replace(/^(source_profile\s*=\s*)default(?=\s*$)/gm, `$1${ownDefaultName}`)
      : text
  const led = sections.map(lead)
  if (led.every((text, i) => text === sections[i]?.text)) return led
  const copies = defaults.map((one) => lead(one).replace(/^.*/, `[profile ${ownDefaultName}]`))
  return [...led, ...copies]
}

/** The headers of a profile. A name with a space needs two: botocore wants it in quotes, the Go SDK without. */
function headers(name: string): string[] {
  return name.includes(' ') ? [`profile ${name}`, `profile "${name}"`] : [`profile ${name}`]
}

/**
 * The command that prints a profile's credentials. It names account and role, not the profile, so that a run keeps the
 * account and role that it started with. The last argument has no quotes: if the whole command begins and ends with a
 * quote, the Go SDK removes both before sh reads it.
 */
function credentialProcess(prefix: string, session: Session, target: ProfileTarget): string {
  return [
    `"${prefix}/libexec/credentials"`,
    target.accountId,
    roleWord(target.role),
    `"${session.name}"`,
    `"${session.startUrl}"`,
    session.region,
    // The word `other` says that the profile has its own portal. Then a message about a missing session names the login
    // at this portal: `tfsso login --portal URL`.
    ...(target.portal ? ['other'] : []),
  ].join(' ')
}

/** Refuses an installation directory whose name can't be written in an AWS config: Problem (exit code 78). */
export function checkPrefix(prefix: string): void {
  if (canNameProgram(prefix)) return
  throw misconfigured(
    `tfsso is installed in ${prefix}, whose name cannot be written in an AWS config file.`,
    'Install it in a directory without quotes, backslashes, $, ` #` and ` ;`.',
  )
}

/** Writes the config to a file whose name is the hash of the text. Returns the file's path. */
export const storeAwsConfig = (places: Places, text: string): string =>
  store(cacheDirectory(places, 'config'), sha256(text), text)

/**
 * Records for libexec/lost-marks.sh that tfsso gave this key to runs. The record is an empty file whose name is the
 * key's id. The id is not secret.
 */
export function noteGivenKey(places: Places, accessKeyId: string): void {
  store(cacheDirectory(places, 'keys'), path.basename(accessKeyId), '')
}

/**
 * Writes a file, and removes the directory's unused files. If the file already has this text, only renews its
 * modification time. Returns the file's path.
 */
function store(directory: string, name: string, text: string): string {
  const file = path.join(directory, name)
  if (readPrivate(file) === text) {
    touch(file)
  } else {
    writePrivate(file, text)
    removeUnused(directory, unusedMs, fs.statSync(file).mtimeMs)
  }
  return file
}

/** Whether the person's credentials file has a section for one of our profiles. Such a section would override ours. */
export function shadowsOurs(
  credentials: readonly AwsSection[],
  profiles: ReadonlyMap<string, ProfileTarget>,
): boolean {
  return credentials.some(({ name }) => profiles.has(name))
}
