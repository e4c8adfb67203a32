import { readPersonalFiles } from '../aws-config/personal-files.ts'
import { getJobCredentials } from '../ci/credentials.ts'
import { isCheckedProfile } from '../ci/profiles.ts'
import { findJobSource } from '../ci/source.ts'
import { findJobPlaces } from '../files/user-paths.ts'
import { writeOutput } from '../terminal/output.ts'
import { fail } from '../text/problem.ts'

/**
 * `tfsso credentials job ACCOUNT_ID REGION`, for libexec/credentials: prints the CI job's own credentials as a
 * credential process does. Problems as for findJobSource and getJobCredentials.
 */
export async function jobCredentials([accountId = '', region = '']: string[]): Promise<number> {
  if (!/^\d{12}$/.test(accountId) || !region) {
    throw fail(
      'usage: credentials job ACCOUNT_ID REGION (called by the AWS config that tfsso writes)',
    )
  }
  const { env } = process
  env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const { config, credentials } = readPersonalFiles(findJobPlaces(env))
  const given = config.filter(({ settings }) => isCheckedProfile(settings)).map(({ name }) => name)
  const source = findJobSource(env, [...config, ...credentials], new Set(given))
  const found = await getJobCredentials(source, accountId, { env, region })
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = found
  const output = {
    Version: 1,
    AccessKeyId: accessKeyId,
    SecretAccessKey: secretAccessKey,
    SessionToken: sessionToken,
    // Nobody renews credentials from the environment, so they get no expiration: SDKs should not ask for new ones.
    Expiration: expiration?.toISOString(),
  }
  writeOutput(`${JSON.stringify(output)}\n`)
  return 0
}
