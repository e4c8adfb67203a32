import { readPersonalFiles } from '../aws-config/personal-files.ts'
import {
  assumingProfiles,
  checkedProfiles,
  sourceSection,
  webIdentityProfile,
} from '../ci/profiles.ts'
import { readJobRole } from '../ci/role.ts'
import { findJobSource } from '../ci/source.ts'
import type { Environment, Places } from '../files/user-paths.ts'
import { layerProfiles } from '../layout/layer-profiles.ts'
import type { ReadLayer } from '../layout/layout.ts'
import type { ProjectReading } from '../layout/read.ts'
import { requireJobSettings } from '../layout/require.ts'
import { personalProfiles } from '../project/personal-profiles.ts'
import { debug } from '../terminal/debug.ts'
import { misconfigured } from '../text/problem.ts'
import { checkPrefix, composeAwsConfig, shadowsOurs } from './run-aws-config.ts'
import { storeAwsConfig } from './run-files.ts'

/*
 * Makes the AWS config for a run in a CI job that has credentials of its own (TFSSO_CI_ROLE).
 */

export interface JobParts {
  env: Environment
  places: Places
  reading: ProjectReading
  layer: ReadLayer
  prefix: string
}

/**
 * Writes the AWS config, and returns its path. Each profile that the layer can name uses the job's own credentials, in
 * the way that TFSSO_CI_ROLE says. The job's other sections are copied, including `[default]` for providers without a
 * profile. Problem (exit code 78) for invalid settings. Problem (77) if TFSSO_CI_ROLE names a role and the job has no
 * credentials.
 */
export async function makeJobConfig(parts: JobParts): Promise<string> {
  const { env, places, reading, layer, prefix } = parts
  const { inputs } = reading.sources
  const role = readJobRole(env.TFSSO_CI_ROLE ?? '')
  const settings = requireJobSettings(reading, layer.own)
  const { region } = settings
  const files = readPersonalFiles(places, inputs.bytesOf)
  // Leave out a profile named `webIdentityProfile`: it comes from an AWS config of ours that an outer run passed on.
  const own = files.config.filter(({ name }) => name !== webIdentityProfile)
  const credentialsFile = files.credentials
  const profiles = await layerProfiles(reading, layer, settings, {
    dataDirectory: env.TF_DATA_DIR || '.terraform',
    personal: personalProfiles(places, { ...files, config: own }),
    anyRole: true,
  })
  if (shadowsOurs(credentialsFile, profiles)) {
    const names = credentialsFile.map(({ name }) => name).filter((name) => profiles.has(name))
    throw misconfigured(
      `${places.awsCredentials} has sections with the names of the layer's profiles, and terraform would use these sections instead: ${names.join(', ')}.`,
      'Remove these sections, or unset TFSSO_CI_ROLE to use them.',
    )
  }
  const sections = [...own, ...credentialsFile]
  const source = role === undefined ? undefined : findJobSource(env, sections, profiles)
  if (!source) checkPrefix(prefix)
  debug(
    `profiles from the job's own credentials${source ? ` (${source.from}), as ${role}` : ', unchanged'}`,
  )
  const text = composeAwsConfig({
    env,
    region,
    profiles,
    own,
    // Copy the job's `[default]`: providers without a profile use it, and a `source_profile` can name it.
    ownDefault: true,
    extra: source && sourceSection(source),
    lines:
      role !== undefined && source
        ? assumingProfiles(role, region, source)
        : checkedProfiles(prefix, region),
  })
  const file = storeAwsConfig(places, text)
  inputs.made(file, text)
  return file
}
