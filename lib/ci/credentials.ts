import type { Connections } from '../aws/connections.ts'
import { describeAwsFailure, unreachable } from '../aws/failure.ts'
import type { Environment } from '../files/user-paths.ts'
import { denied, Problem } from '../text/problem.ts'
import type { JobSource } from './source.ts'

export interface JobCredentials {
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string
  /** never set for credentials from the environment */
  expiration?: Date
}

/**
 * Returns the job's own credentials if they belong to this account (STS GetCallerIdentity, which needs no permission).
 * Problem (exit code 77) if they can't be obtained, if AWS refuses them, or if they belong to another account; 69 if
 * STS gives no usable answer; 78 as for `chosenCertificates`.
 */
export async function getJobCredentials(
  source: JobSource,
  accountId: string,
  { env, region }: { env: Environment; region: string },
): Promise<JobCredentials> {
  const { Connections } = await import('../aws/connections.ts')
  const connections = new Connections(env, connectMs)
  const settings = { region, requestHandler: requestHandler(connections) }
  const credentials = await connections
    .send(() => take(source, env, settings))
    .catch((error) => {
      if (error instanceof Problem) throw error
      throw denied(
        `Could not get the job's own credentials (${source.from}).`,
        error instanceof Error ? error.message : String(error),
      )
    })
  const found = await whose(credentials, settings, connections)
  if (found === accountId) return credentials
  throw denied(
    `The job's own credentials belong to account ${found}, but this profile is for account ${accountId}.`,
    `Give the job credentials of ${accountId}, or name a role to assume in each account: TFSSO_CI_ROLE=NAME`,
  )
}

interface ClientSettings {
  region: string
  requestHandler: ReturnType<typeof requestHandler>
}

const connectMs = 5_000

const requestHandler = ({ httpAgent, httpsAgent }: Connections) => ({
  connectionTimeout: connectMs,
  requestTimeout: 15_000,
  throwOnRequestTimeout: true,
  httpAgent,
  httpsAgent,
})

async function take(
  source: JobSource,
  env: Environment,
  clientConfig: ClientSettings,
): Promise<JobCredentials> {
  if (source.from === 'environment') {
    return {
      accessKeyId: env.AWS_ACCESS_KEY_ID || env.AWS_ACCESS_KEY || '',
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY || env.AWS_SECRET_KEY || '',
      ...(env.AWS_SESSION_TOKEN ? { sessionToken: env.AWS_SESSION_TOKEN } : {}),
    }
  }
  const providers = await import('@aws-sdk/credential-providers')
  switch (source.from) {
    case 'web-identity':
      return await providers.fromTokenFile({ clientConfig })()
    case 'profile':
      return await providers.fromIni({ profile: source.name, clientConfig })()
    case 'container':
      return await providers.fromHttp()()
    case 'instance':
      return await providers.fromInstanceMetadata()()
  }
}

/** Returns the id of the account that the credentials belong to. */
async function whose(
  credentials: JobCredentials,
  { region, requestHandler }: ClientSettings,
  connections: Connections,
): Promise<string> {
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts')
  const client = new STSClient({ region, credentials, requestHandler })
  try {
    const { Account = '' } = await connections.send(() =>
      client.send(new GetCallerIdentityCommand()),
    )
    return Account
  } catch (error) {
    const failure = describeAwsFailure(error)
    if (failure === undefined || (failure.status ?? 500) >= 500)
      throw unreachable("find out which account the job's credentials belong to", error)
    throw denied(
      `AWS refuses the job's own credentials: ${failure.name}: ${failure.message}`,
      'Give the job new credentials.',
    )
  }
}
