import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ExecutionContext } from 'ava'
import type { OwnKeys } from './own-keys.ts'

/** The variables for two endpoints on loopback that give credentials as AWS's own machines do. */
export interface JobMetadata {
  /** as in a container of ECS, or in a build of CodeBuild */
  container: Record<string, string>
  /** as in an instance of EC2 */
  instance: Record<string, string>
}

/** Serves keys until the test ends: as ECS («Task IAM role»), and as EC2 (IMDSv2: a client first gets a session). */
export async function serveJobMetadata(
  t: Pick<ExecutionContext<unknown>, 'teardown'>,
  keys: OwnKeys,
): Promise<JobMetadata> {
  const credentials = JSON.stringify({
    Code: 'Success',
    Type: 'AWS-HMAC',
    LastUpdated: new Date().toISOString(),
    AccessKeyId: keys.accessKeyId,
    SecretAccessKey: keys.secretAccessKey,
    Token: keys.sessionToken,
    Expiration: new Date(Date.now() + 3600_000).toISOString(),
  })
  const roles = '/latest/meta-data/iam/security-credentials/'
  const answers: Record<string, string> = {
    'GET /task': credentials,
    'PUT /latest/api/token': 'imds-session',
    [`GET ${roles}`]: 'instance-role',
    [`GET ${roles}instance-role`]: credentials,
  }
  const server = createServer(({ method, url = '' }, response) => {
    const answer = answers[`${method} ${url}`] ?? answers[`${method} ${url}/`]
    const headers = { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' }
    response.writeHead(answer === undefined ? 404 : 200, headers).end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    container: { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/task` },
    instance: { AWS_EC2_METADATA_SERVICE_ENDPOINT: url, AWS_EC2_METADATA_DISABLED: 'false' },
  }
}
