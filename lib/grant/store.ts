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
 * Stores grants with their proofs, and removes old ones.
 */

export function grantName(tool: string, mode: GrantMode, role: string | undefined): string {
  return grantNameOf(tool, mode, role ? `@${role}` : '')
}

export const grantDirectory = (places: Places, layer: string) => grantsIn(places.cache, layer)

export interface StoredGrant {
  text: string
  /** undefined without checksums (`proveInputs`) */
  proof: Proof | undefined
}

/** A proof has a file of its own, because the checksum command reads this file. */
export interface Proof {
  sums: string
  format: SumFormat
}

/**
 * The suffix of the file with the proof's own checksum. Without this file, a proof could lose its last lines unnoticed,
 * and would cover fewer inputs.
 */
const seal = '.seal'

/**
 * A proof's name is a hash, so sh never checks a grant against another grant's proof. The proof's file is called
 * GRANT#NAME, where GRANT is the grant's file name.
 */
export function proofName(sums: string): string {
  return sha256(sums).slice(0, 32)
}

/** The result changes if the grant is replaced. If there is no grant, the result is ''. */
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
 * Stores a layer's grant. `untilMs`: when the grant expires, by this machine's clock. This time becomes the file's
 * modification time. The directory's modification time says when the grant was made. `before`: the result of
 * `identifyGrant` before the grant was made. If another process has stored a grant since then, that grant stays. If it
 * was made from older inputs, its proof fails, so the next run replaces it. Finally removes from the directory this
 * grant's old proofs, and everything that is not a private file.
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
    // Read the grant again: another process could have stored its own grant and proof meanwhile.
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
 * Removes expired grants and prompt files, even of layers that nobody works in any more. Does nothing if the
 * filesystem's time can't be found out (`diskNow`).
 */
export function pruneGrants(places: Places): void {
  // A file's modification time says when it expires, by the disk's clock.
  const nowMs = diskNow(places)
  if (nowMs === undefined) return
  removeGrants(path.join(places.cache, 'grants'), (file) => {
    const stat = fs.lstatSync(file, { throwIfNoEntry: false })
    return stat !== undefined && stat.mtimeMs < nowMs
  })
}

/** Removes the `unwanted` files, the proofs whose grant is gone, and the empty directories. */
function removeGrants(directory: string, unwanted: (file: string) => boolean): void {
  // Sort, so that a grant is removed before its proof is looked at.
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

const grantOf = (proof: string) => proof.slice(0, proof.lastIndexOf('#'))
