import type { Environment } from '../files/user-paths.ts'
import type { Inputs } from '../project/inputs.ts'
import { findChecksumCommand } from './checksum.ts'
import type { Grant } from './grant.ts'
import { type Proof, proofName } from './store.ts'

/**
 * Makes the proof of a grant's inputs, and what the grant itself says about them (`proved`). In these cases there are
 * no checksums, so every run refuses the stored grant of a layer:
 * - no command that verifies checksums is installed;
 * - an input can't be read, or has a name that the command can't read;
 * - `provable` is false: another process could have replaced the token since the credentials were fetched.
 */
export function proveInputs(
  inputs: Inputs,
  env: Environment,
  { provable = true } = {},
): {
  proof: Proof | undefined
  proved: Pick<Grant, 'inputs' | 'proof' | 'checksumCommand' | 'tellingCommand'>
} {
  const checksum = findChecksumCommand(env)
  const sums = checksum && provable ? inputs.sums(checksum) : undefined
  return {
    proof: checksum && sums !== undefined ? { sums, format: checksum } : undefined,
    proved: {
      inputs: inputs.words(),
      proof: sums ? proofName(sums) : '',
      checksumCommand: checksum?.words ?? 'false',
      tellingCommand: checksum?.telling ?? 'false',
    },
  }
}
