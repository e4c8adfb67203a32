import type { Environment } from '../files/user-paths.ts'
import type { Inputs } from '../project/inputs.ts'
import { findChecksumCommand } from './checksum.ts'
import type { Grant } from './grant.ts'
import { type Proof, proofName } from './store.ts'

/**
 * How sh finds out that a grant's inputs are what they were: what the grant says of them, and the sums that are kept
 * beside it. Where nothing here checks sums, or with `provable: false`, no run ever finds the grant good.
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
