import type { Environment } from '../files/user-paths.ts'

export interface EndpointVariants {
  useFipsEndpoint: boolean
  useDualstackEndpoint: boolean
}

/** Regions outside AWS's commercial partition. */
const otherPartitions = /^(cn|eusc|us-gov|us-iso[a-z]*|eu-isoe)-/

/**
 * Each variable counts only in regions where both SSO services (portal and OIDC) have hosts of its kind. For FIPS,
 * these are the regions of GovCloud, where even the ordinary hosts are FIPS hosts. For dual-stack (`api.aws`), these
 * are the regions of the commercial partition. In other regions the person could have set the variable for another
 * service, such as S3.
 */
export function endpointVariants(region: string, env: Environment): EndpointVariants {
  const on = (value: string | undefined) => value?.toLowerCase() === 'true'
  return {
    useFipsEndpoint: on(env.AWS_USE_FIPS_ENDPOINT) && region.startsWith('us-gov-'),
    useDualstackEndpoint: on(env.AWS_USE_DUALSTACK_ENDPOINT) && !otherPartitions.test(region),
  }
}
