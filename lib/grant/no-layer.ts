import { trustFile } from '../files/trust-list.ts'
import type { Environment } from '../files/user-paths.ts'
import type { Untrusted } from '../layout/trust.ts'
import { Inputs } from '../project/inputs.ts'
import { debug } from '../terminal/debug.ts'
import { attemptOrNothing } from '../text/attempt.ts'
import { noArguments } from './arguments.ts'
import { describeCoverage } from './coverage.ts'
import { renderGrant, renderStoredGrant } from './grant.ts'
import { proveInputs } from './proof.ts'
import { findWritablePlaces, type GrantRequest, keep } from './request.ts'
import { grantName, identifyGrant, storeGrant } from './store.ts'

/** sh can't see that root owns a file by now, so the answer is given anew after this time, ms. */
const noLayerMs = 3600 * 1000

/** Makes the list of trusted directories an input, there or not. */
export function inputTrustList(env: Environment, inputs: Inputs): void {
  const file = trustFile(env)
  if (file !== undefined) inputs.read(inputs.file(file))
}

/**
 * The answer that there is no layer, where sh finds one by another user's file. It is kept as a grant is, so that
 * node isn't asked again. Of that file nothing is read. Its inputs are the path, whose it is, and the exceptions.
 */
export function makeNoLayer(
  request: GrantRequest,
  { at, base }: Untrusted,
): { text: string; inputs: Inputs } {
  const { tool, mode, directory, prefix, env } = request
  debug(`no layer: ${at} belongs to another user`)
  const places = attemptOrNothing(() => findWritablePlaces(env, directory))
  const name = grantName(tool, mode, env.TFSSO_ROLE)
  const before = places && identifyGrant(places, directory, name)
  const inputs = new Inputs()
  inputTrustList(env, inputs)
  const { proof, proved } = proveInputs(inputs, env)
  const grant = {
    covers: describeCoverage(tool, mode, prefix, { directory, account: base }, env),
    ...proved,
    arguments: noArguments,
    noLayer: { owned: at },
  }
  if (places) {
    keep(() => {
      const stored = { text: renderStoredGrant(grant), proof }
      storeGrant(places, directory, name, stored, Date.now() + noLayerMs, before)
    })
  }
  return { text: renderGrant(grant), inputs }
}
