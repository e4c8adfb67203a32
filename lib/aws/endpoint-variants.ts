import type { Environment } from '../files/user-paths.ts'

export interface EndpointVariants {
  useFipsEndpoint: boolean
  useDualstackEndpoint: boolean
}

/** Regions outside AWS's commercial partition. */
const otherPartitions = /^(cn|eusc|us-gov|us-iso[a-z]*|eu-isoe)-/

/**
 * AWS_USE_FIPS_ENDPOINT counts only in GovCloud: only there do both SSO services (portal and OIDC) have FIPS hosts. In
 * GovCloud, each service's FIPS host is its ordinary host. AWS_USE_DUALSTACK_ENDPOINT counts only in the commercial
 * partition: only there do both services have dual-stack hosts (`api.aws`). Elsewhere each variable is ignored, because
 * it could be meant for another service, such as S3.
 */
export function endpointVariants(region: string, env: Environment): EndpointVariants {
  const on = (value: string | undefined) => value?.toLowerCase() === 'true'
  return {
    useFipsEndpoint: on(env.AWS_USE_FIPS_ENDPOINT) && region.startsWith('us-gov-'),
    useDualstackEndpoint: on(env.AWS_USE_DUALSTACK_ENDPOINT) && !otherPartitions.test(region),
  }
}
