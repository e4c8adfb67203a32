import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ExecutionContext } from 'ava'
import type { OwnKeys } from './own-keys.ts'

/**
 * The variables with which a program finds two endpoints on loopback. The endpoints give credentials as AWS does on its
 * own machines.
 */
export interface JobMetadata {
  /** the variables of a container of ECS, or of a build of CodeBuild */
  container: Record<string, string>
  /** the variables of an instance of EC2 */
  instance: Record<string, string>
}

/**
 * Starts a server with two metadata endpoints that give keys: one as in ECS («Task IAM role»), and one as in EC2
 * (IMDSv2, from which a client first gets a session). When the test ends, the server stops.
 */
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
