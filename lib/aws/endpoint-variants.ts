import type { Environment } from '../files/user-paths.ts'

/**
 * Whether a client uses AWS's FIPS hosts, and its dual-stack hosts. An endpoint that the person names is
 * used unchanged.
 */
export interface EndpointVariants {
  useFipsEndpoint: boolean
  useDualstackEndpoint: boolean
}

/** Regions outside AWS's commercial partition. */
const otherPartitions = /^(cn|eusc|us-gov|us-iso[a-z]*|eu-isoe)-/

/**
 * The variants for a region, from environment variables only. A variable counts only where both SSO
 * services (the portal and OIDC) have such hosts. FIPS hosts are in GovCloud, where the ordinary hosts are
 * FIPS hosts. Dual-stack hosts (`api.aws`) are in the commercial partition. In other regions the variable
 * may be meant for other services, such as S3.
 */
export function endpointVariants(region: string, env: Environment): EndpointVariants {
  const on = (value: string | undefined) => value?.toLowerCase() === 'true'
  return {
    useFipsEndpoint: on(env.AWS_USE_FIPS_ENDPOINT) && region.startsWith('us-gov-'),
    useDualstackEndpoint: on(env.AWS_USE_DUALSTACK_ENDPOINT) && !otherPartitions.test(region),
  }
}
