import fs from 'node:fs'
import path from 'node:path'
import { grantNameOf, grantsIn } from '../files/cache-places.ts'
import { sha256 } from '../files/digest.ts'
import { clearWay, ensurePrivateDirectory } from '../files/private-directory.ts'
import { isFile, listDirectory } from '../files/read.ts'
import { isPrivate, readPrivate } from '../files/read-trusted.ts'
import { removeIfEmpty } from '../files/remove-unused.ts'
import { type SumFormat, sumLine } from '../files/sum-line.ts'
import { clockFile, diskNow, type Places } from '../files/user-paths.ts'
import { writePrivate } from '../files/write-private.ts'
import { quoteForShell } from '../text/quote.ts'
import type { GrantMode } from './coverage.ts'

/*
 * Stores grants in the cache, each with its proof, and removes old ones.
 */

/** The file name of a grant. */
export function grantName(tool: string, mode: GrantMode, role: string | undefined): string {
  return grantNameOf(tool, mode, role ? `@${role}` : '')
}

/** The directory of a layer's grants. */
export const grantDirectory = (places: Places, layer: string) => grantsIn(places.cache, layer)

/** A grant as it is stored. */
export interface StoredGrant {
  text: string
  /** undefined if there are no checksums (`proveInputs`) */
  proof: Proof | undefined
}

/** The checksums of a grant's inputs, in a separate file for the checksum command. */
export interface Proof {
  sums: string
  format: SumFormat
}

/**
 * How the name of the file with the proof's own checksum ends. Without that file, nobody would notice if the last lines
 * of a proof were missing. Such a proof covers fewer inputs.
 */
const seal = '.seal'

/**
 * The name of a proof. Its file is called GRANT#NAME, where GRANT is the grant's file name. NAME is a hash of the
 * proof, so sh never checks a grant against the proof of a different grant.
 */
export function proofName(sums: string): string {
  return sha256(sums).slice(0, 32)
}

/** Identifies the stored grant; '' if there is none. The result changes if the grant is replaced. */
export function identifyGrant(places: Places, layer: string, name: string): string {
  const file = path.join(grantDirectory(places, layer), name)
  try {
    const stat = fs.lstatSync(file, { bigint: true, throwIfNoEntry: false })
    return stat ? `${stat.ino} ${stat.ctimeNs}` : ''
  } catch {
    return '' // for example, one of the directories above it is a file
  }
}

/**
 * Stores a layer's grant. `untilMs`: when the grant expires (ms on this machine's clock). This becomes the modification
 * time of the grant's file. The modification time of the directory says when the grant was made. `before`: the result
 * of `identifyGrant` before the grant was made. If another process has stored a grant since then, that grant stays. If
 * it was made from older inputs, its proof fails, and the next run makes another grant. Finally removes from the
 * directory this grant's old proofs, and everything that is not a private file.
 */
export function storeGrant(
  places: Places,
  layer: string,
  name: string,
  { text, proof }: StoredGrant,
  untilMs: number,
  before?: string,
): void {
  const target = grantDirectory(places, layer)
  const made = before !== undefined && (() => identifyGrant(places, layer, name) !== before)
  const grant = path.join(target, name)
  clearWay(places.cache, target)
  ensurePrivateDirectory(target)
  clockFile(places)
  const options = { mtimeMs: untilMs, ...(made ? { unless: made } : {}) }
  const isOurs = writePrivate(grant, text, options)
  // Write the grant before its proof: other processes remove a proof that no grant refers to.
  if (proof) {
    const proving = `${name}#${proofName(proof.sums)}`
    const file = path.join(target, proving)
    const sealed = sumLine(proof.sums, file, proof.format)
    if (sealed !== undefined && (isOurs || names(readPrivate(grant), proving))) {
      writePrivate(file, proof.sums)
      writePrivate(`${file}${seal}`, sealed)
    }
  }
  const stands = readPrivate(grant)
  for (const sibling of listDirectory(target)) {
    const file = path.join(target, sibling)
    // Read the grant again, because another process could have stored its own grant and proof meanwhile.
    const isOver =
      sibling.startsWith(`${name}#`) &&
      !names(stands, sibling) &&
      !names(readPrivate(grant), sibling)
    if (isOver || !isPrivate(file)) fs.rmSync(file, { recursive: true, force: true })
  }
}

/** Whether a proof, or its seal, belongs to the grant with this text. */
function names(grant: string | undefined, proof: string): boolean {
  const hash = path.basename(proof.slice(proof.lastIndexOf('#') + 1), seal)
  return grant?.includes(`\ntfsso_proof=${quoteForShell(hash)}\n`) ?? false
}

/**
 * Removes the expired grants and prompt files of all layers. In a layer that nobody works in any more, no new grant
 * ever replaces the old one. Does nothing if the filesystem's time can't be found out (`diskNow`).
 */
export function pruneGrants(places: Places): void {
  // The time of a grant's file, by the clock of the file's disk, says when the grant expires.
  const nowMs = diskNow(places)
  if (nowMs === undefined) return
  removeGrants(path.join(places.cache, 'grants'), (file) => {
    const stat = fs.lstatSync(file, { throwIfNoEntry: false })
    return stat !== undefined && stat.mtimeMs < nowMs
  })
}

/** Below a directory, removes the `unwanted` files, the proofs whose grant is gone, and the empty directories. */
function removeGrants(directory: string, unwanted: (file: string) => boolean): void {
  // Sort, so that a grant comes before its proof: a proof is removed if its grant is gone.
  for (const name of listDirectory(directory).sort()) {
    const entry = path.join(directory, name)
    if (fs.lstatSync(entry, { throwIfNoEntry: false })?.isDirectory()) {
      removeGrants(entry, unwanted)
      removeIfEmpty(entry)
    } else if (isProof(directory, name) ? !isFile(grantOf(entry)) : unwanted(entry))
      fs.rmSync(entry, { force: true })
  }
}

const isProof = (directory: string, name: string) =>
  path.basename(directory) === path.basename(grantsIn('', '/')) && name.includes('#')

/** The grant that a proof belongs to. */
const grantOf = (proof: string) => proof.slice(0, proof.lastIndexOf('#'))
