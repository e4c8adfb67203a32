import test from 'ava'
import { emptyKeys } from '../../../lib/aws-config/keys.ts'

test('variables with keys are set to empty, and all other variables stay', (t) => {
  const stays = { AWS_PROFILE: 'p', AWS_REGION: 'r', AWS_ENDPOINT_URL: 'u', HOME: '/h' }
  const keys = {
    AWS_ACCESS_KEY_ID: 'k',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_SESSION_TOKEN: 't',
    AWS_SECURITY_TOKEN: 't',
    AWS_ACCESS_KEY: 'k',
    AWS_SECRET_KEY: 's',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 't',
    TFSSO_WAS_AWS_SECRET_ACCESS_KEY: 's',
  }
  const env: NodeJS.ProcessEnv = { ...stays, ...keys }
  emptyKeys(env)
  const emptied = Object.fromEntries(Object.keys(keys).map((name) => [name, '']))
  t.deepEqual(env, { ...stays, ...emptied })
})
