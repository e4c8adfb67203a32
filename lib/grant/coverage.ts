import type { Layer } from '../project/layer.ts'
import type { Environment } from '../support/places.ts'

/** Whether a run gets credentials and arguments, or arguments only (TFSSO=args). */
export type GrantMode = 'full' | 'args'

/** Changes with anything that makes an older grant unfit. */
const format = '2'

/**
 * What a grant goes for, by value. libexec/grant.sh puts the same text together from its own
 * variables (`tfsso_covered`), and takes no grant that says otherwise.
 */
export function describeCoverage(
  tool: string,
  mode: GrantMode,
  prefix: string,
  layer: Layer,
  env: Environment,
): string {
  return [
    format,
    tool,
    mode,
    prefix,
    layer.directory,
    layer.account,
    layer.project,
    env.HOME ?? '',
    env.TFSSO_ROLE ?? '',
    env.TF_DATA_DIR ?? '',
    env.AWS_CONFIG_FILE ?? '',
    env.AWS_SHARED_CREDENTIALS_FILE ?? '',
    env.AWS_ENDPOINT_URL ?? '',
    env.AWS_ENDPOINT_URL_SSO ?? '',
    env.AWS_ENDPOINT_URL_SSO_OIDC ?? '',
    env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ?? '',
  ].join('|')
}
