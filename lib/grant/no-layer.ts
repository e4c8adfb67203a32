import { trustFile } from '../files/trust-list.ts'
import type { Environment } from '../files/user-paths.ts'
import type { Untrusted } from '../layout/whose-files-decide.ts'
import { Inputs } from '../project/inputs.ts'
import { debug } from '../terminal/debug.ts'
import { attemptOrNothing } from '../text/attempt.ts'
import { noArguments } from './arguments.ts'
import { describeCoverage } from './coverage.ts'
import { renderGrant, renderStoredGrant } from './grant.ts'
import { proveInputs } from './proof.ts'
import { findWritablePlaces, type GrantRequest, keep } from './request.ts'
import { grantName, identifyGrant, storeGrant } from './store.ts'

/*
 * Makes the grant that says "no layer", for a directory that sh took for a layer because of another user's file.
 */

/**
 * How long such a grant is kept, ms. The time is short, because sh can't notice when root becomes the file's owner.
 * From then on, tfsso would trust the file.
 */
const noLayerMs = 3600 * 1000

/**
 * Makes the list of trusted directories an input, even if its file does not exist. Does nothing if the list has no path
 * (`trustFile`).
 */
export function inputTrustList(env: Environment, inputs: Inputs): void {
  const file = trustFile(env)
  if (file !== undefined) inputs.read(inputs.file(file))
}

/**
 * The other user's file is not read. The grant depends on that file's path and owner, and on the list of trusted
 * directories.
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
