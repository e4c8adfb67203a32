import fs from 'node:fs'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import { serveJobMetadata } from './job-credentials.ts'
import { asSettings, asVariables, issueKeys, writeAwsFile } from './own-keys.ts'
import type { World } from './world.ts'

export const jobSources = [
  'environment',
  'web identity',
  'profile',
  'default profile',
  'container',
  'instance',
] as const
export type JobSourceName = (typeof jobSources)[number]

/** The role that a job with a web identity assumes. */
export const jobRole = (accountId: string) => `arn:aws:iam::${accountId}:role/job`

/**
 * Prepares a world for a job that gets its credentials from this source. Returns the job's variables.
 * AWS_ENDPOINT_URL_STS is needed, because the SDK for Go ignores AWS_ENDPOINT_URL when it assumes a profile's role.
 */
export async function giveJob(
  t: ExecutionContext<unknown>,
  world: World,
  accountId: string,
  source: JobSourceName,
): Promise<Record<string, string>> {
  const { emulator, root } = world
  const keys = issueKeys(world, accountId, 'job')
  const env = { TFSSO: 'args', CI: 'true', AWS_ENDPOINT_URL_STS: emulator.url }
  switch (source) {
    case 'environment':
      return { ...env, ...asVariables(keys) }
    case 'web identity': {
      emulator.settings.assumableRoles.push(jobRole(accountId))
      emulator.settings.webIdentityTokens.push('a token')
      const file = path.join(root, 'web identity')
      fs.writeFileSync(file, 'a token')
      return { ...env, AWS_ROLE_ARN: jobRole(accountId), AWS_WEB_IDENTITY_TOKEN_FILE: file }
    }
    case 'profile':
      writeAwsFile(world, 'config', `[profile ci]\n${asSettings(keys)}`)
      return { ...env, AWS_PROFILE: 'ci' }
    case 'default profile':
      writeAwsFile(world, 'credentials', `[default]\n${asSettings(keys)}`)
      return env
    default:
      return { ...env, ...(await serveJobMetadata(t, keys))[source] }
  }
}
