import { findProviderMirror, writeMirrorConfig } from '../../lib/demo/provider-mirror.ts'
import { findTerraform } from './real-terraform.ts'
import { needs } from './terraform.ts'
import type { World } from './world.ts'

const mirror = await findProviderMirror(process.env)

/** A `test` of what only the AWS provider can show; it is never downloaded. */
export const needsAwsProvider = needs(
  'AWS provider at hand',
  mirror !== undefined && findTerraform() !== undefined,
)

/** The environment in which `terraform init` installs the AWS provider from this machine. */
export function withAwsProvider({ root }: World): Record<string, string> {
  if (!mirror) throw new Error('there is no AWS provider on this machine')
  return { TF_CLI_CONFIG_FILE: writeMirrorConfig(mirror, root) }
}
