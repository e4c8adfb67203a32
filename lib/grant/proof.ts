import type { Environment } from '../files/user-paths.ts'
import type { Inputs } from '../project/inputs.ts'
import { findChecksumCommand } from './checksum.ts'
import type { Grant } from './grant.ts'
import { type Proof, proofName } from './store.ts'

/**
 * Makes two things of a grant's inputs, by which sh finds out whether they are what they were. `proved` is what the grant
 * says of them: their names, and the command that checks the sums. `proof` is the sums, which are stored beside the
 * grant. With `provable: false` (the token may have been replaced meanwhile), or where no program checks sums, there are
 * no sums, and no run finds the grant good.
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
