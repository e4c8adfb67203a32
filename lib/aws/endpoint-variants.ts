import type { Environment } from '../files/user-paths.ts'

/** Which kind of AWS's own hosts a client asks; of an endpoint that the person names there are no kinds. */
export interface EndpointVariants {
  useFipsEndpoint: boolean
  useDualstackEndpoint: boolean
}

/** Regions outside of AWS's commercial partition. */
const otherPartitions = /^(cn|eusc|us-gov|us-iso[a-z]*|eu-isoe)-/

/**
 * The kind of hosts for a region, from the environment alone and only where AWS has such hosts for both SSO services:
 * FIPS in GovCloud (where the ordinary hosts are FIPS hosts), dual-stack (`api.aws`) in the commercial partition. What is
 * set for other services, as for S3, must not lead to hosts that do not exist.
 */
export function endpointVariants(region: string, env: Environment): EndpointVariants {
  const on = (value: string | undefined) => value?.toLowerCase() === 'true'
  return {
    useFipsEndpoint: on(env.AWS_USE_FIPS_ENDPOINT) && region.startsWith('us-gov-'),
    useDualstackEndpoint: on(env.AWS_USE_DUALSTACK_ENDPOINT) && !otherPartitions.test(region),
  }
}
