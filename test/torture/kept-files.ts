import fs from 'node:fs'
import path from 'node:path'
import { digest, sha256 } from '../../lib/files/digest.ts'
import { proofName } from '../../lib/grant/store.ts'
import { parseToken } from '../../lib/session/token.ts'
import type { World } from '../rig/world.ts'

/** Returns all paths that tfsso keeps in a HOME, parents first. */
export function keptPaths({ home }: World): string[] {
  return ['.cache/tfsso', '.aws'].flatMap((name) => {
    const top = path.join(home, name)
    if (!fs.existsSync(top)) return []
    const below = fs.readdirSync(top, { recursive: true, encoding: 'utf8' })
    return [top, ...below.map((entry) => path.join(top, entry))]
  })
}

/** When a temporary file is complete, tfsso renames it. */
export const isTemporary = (file: string) => /\.(tmp|new)$/.test(file)

function isWhole(file: string, text: string): boolean {
  const [, kind] = /\/\.cache\/tfsso\/([^/]+)/.exec(file) ?? [undefined, 'token']
  if (/\/(locks|[^/]+\.tfsso-lock)\//.test(file)) {
    if (file.endsWith('.doing')) return text !== ''
    return typeof JSON.parse(text) === 'object'
  }
  switch (kind) {
    case 'grants': {
      if (file.endsWith('.prompt')) return text.endsWith('\n')
      const [, proof] = file.split('#')
      if (proof === undefined) return text.endsWith(' || tfsso_why=tool\n')
      const [hash, seal] = proof.split('.')
      if (seal === undefined) return proofName(text) === hash
      if (!text.endsWith(`#${hash}\n`)) return false
      const sealed = file.slice(0, -'.seal'.length)
      if (!fs.existsSync(sealed)) return true // the process was killed before it could remove the seal
      const sums = fs.readFileSync(sealed)
      const [sum] = text.replace(/^\\/, '').split(' ')
      return sum === digest('blake2b512', sums) || sum === digest('sha256', sums)
    }
    case 'credentials':
      return text.endsWith('\n}\n')
    case 'config':
      return sha256(text) === path.basename(file)
    case 'parsed':
      return text.startsWith(`${sha256(text.slice(65))}\n`)
    case 'keys':
      return text === '' // only its name matters
    case 'clock':
    case 'aws-clock':
    case 'held':
      return text.endsWith('\n')
    default:
      return parseToken(text) !== undefined
  }
}

/** Returns what is wrong below a HOME: other users can access a file, or a file is incomplete. */
export function faultsOf(world: World): string[] {
  return keptPaths(world).flatMap((file) => {
    const stat = fs.lstatSync(file)
    const mode = (stat.mode & 0o7777).toString(8)
    if (stat.isDirectory()) return mode === '700' ? [] : [`${file}: ${mode}`]
    if (!stat.isFile() || mode !== '600') return [`${file}: ${mode}`]
    if (isTemporary(file)) return []
    const text = fs.readFileSync(file, 'utf8')
    try {
      return isWhole(file, text) ? [] : [`${file}: not whole: ${text}`]
    } catch (error) {
      return [`${file}: ${error}: ${text}`]
    }
  })
}

/** Removes the matching files. Directories stay, because killed processes can have left other files in them. */
export function forget(world: World, fits: RegExp): void {
  for (const file of keptPaths(world))
    if (fits.test(file) && fs.lstatSync(file).isFile()) fs.rmSync(file)
}
