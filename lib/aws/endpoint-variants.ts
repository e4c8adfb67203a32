import type { Environment } from '../files/user-paths.ts'

/**
 * Whether a client uses AWS's FIPS hosts, and whether it uses AWS's dual-stack hosts. An endpoint that the person names
 * stays unchanged.
 */
export interface EndpointVariants {
  useFipsEndpoint: boolean
  useDualstackEndpoint: boolean
}

/** Matches regions outside AWS's commercial partition. */
const otherPartitions = /^(cn|eusc|us-gov|us-iso[a-z]*|eu-isoe)-/

/**
 * Which kinds of hosts to use in a region, by AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT. Each variable
 * counts only where both SSO services (the portal and OIDC) have such hosts. For FIPS that is GovCloud, where even the
 * ordinary hosts are FIPS hosts. For dual-stack (`api.aws`) it is the commercial partition. In other regions tfsso
 * ignores the variable, because the person could have set it for another service, such as S3.
 */
export function endpointVariants(region: string, env: Environment): EndpointVariants {
  const on = (value: string | undefined) => value?.toLowerCase() === 'true'
  return {
    useFipsEndpoint: on(env.AWS_USE_FIPS_ENDPOINT) && region.startsWith('us-gov-'),
    useDualstackEndpoint: on(env.AWS_USE_DUALSTACK_ENDPOINT) && !otherPartitions.test(region),
  }
}
