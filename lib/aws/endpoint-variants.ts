import type { Environment } from '../files/user-paths.ts'

/** Which kind of AWS's own hosts a client uses. It does not apply to an endpoint that the person names. */
export interface EndpointVariants {
  useFipsEndpoint: boolean
  useDualstackEndpoint: boolean
}

/** Regions outside AWS's commercial partition. */
const otherPartitions = /^(cn|eusc|us-gov|us-iso[a-z]*|eu-isoe)-/

/**
 * The kind of hosts for a region, from environment variables only. A variable has an effect only where both
 * SSO services have such hosts. For FIPS that is GovCloud, whose ordinary hosts are FIPS hosts. For
 * dual-stack (`api.aws`) it is the commercial partition. Elsewhere the variable may be meant for other
 * services, such as S3, and the hosts would not exist.
 */
export function endpointVariants(region: string, env: Environment): EndpointVariants {
  const on = (value: string | undefined) => value?.toLowerCase() === 'true'
  return {
    useFipsEndpoint: on(env.AWS_USE_FIPS_ENDPOINT) && region.startsWith('us-gov-'),
    useDualstackEndpoint: on(env.AWS_USE_DUALSTACK_ENDPOINT) && !otherPartitions.test(region),
  }
}
