import fs from 'node:fs'
import path from 'node:path'
import { linkTarget, listDirectory } from '../files/read.ts'
import { fail } from '../text/problem.ts'
import type { Called } from './options.ts'
import type { Place } from './prefix.ts'
import type { Source } from './source.ts'

/** Links of an installation into its current version. */
export const versionLinks = ['shims', 'bin', 'libexec', 'lib', 'man'] as const

export const currentOf = (version: string) => `versions/${version}`
export const shimsLink = 'current/shims'

/** `time` and `pid` make the name unique. */
export const versionName = (version: string, time: string, pid: number | string) =>
  `${version}-${time}-${pid}`

const leadsToVersion = (link: string) =>
  linkTarget(link)?.startsWith(currentOf('')) === true && linkTarget(link) !== currentOf('')

export function isInstallation(prefix: string): boolean {
  return leadsToVersion(`${prefix}/current`) && linkTarget(`${prefix}/shims`) === shimsLink
}

/** undefined if there is no installation. */
export function installedVersion(prefix: string): string | undefined {
  return /^versions\/(.+)-\d{14}-\d+$/.exec(linkTarget(`${prefix}/current`) ?? '')?.[1]
}

/**
 * Problem (exit code 1) if tfsso can't be installed in this prefix:
 * - the prefix contains something that is not tfsso's (in an existing installation, a person's own files are allowed);
 * - the prefix is in the clone's dist or node_modules, which each build replaces;
 * - another user, except root, owns `nearest`, or we can't write to it.
 */
export function refuseUnusable({ prefix, nearest }: Place, source: Source, called: Called): void {
  const other = `Name another directory: ${called} --prefix DIR.`
  const foreign = listDirectory(prefix).find((name) => !isOurs(prefix, name))
  if (foreign !== undefined)
    throw fail(
      `${prefix} contains something that is not tfsso's: ${foreign}.`,
      `Name a directory that is new, empty, or an installation of tfsso: ${called} --prefix DIR.`,
    )
  const built = source.kind === 'clone' ? ['dist', 'node_modules'] : []
  if (built.some((name) => `${prefix}/`.startsWith(`${source.root}/${name}/`)))
    throw fail(`tfsso can't be installed in ${prefix}: each build replaces that directory.`, other)
  refuseOwner(nearest, called)
  refuseReadOnly(nearest, called)
}

function isOurs(prefix: string, name: string): boolean {
  const file = path.join(prefix, name)
  if (versionLinks.some((link) => link === name)) return linkTarget(file) === `current/${name}`
  if (name === 'current') return leadsToVersion(file)
  if (name === 'versions') return fs.lstatSync(file).isDirectory()
  if (name === 'env' || name === 'env.fish')
    return fs.statSync(file, { throwIfNoEntry: false })?.isFile() === true && startsOurs(file)
  // Allow files whose names start with `.tfsso.`, because a killed installer can leave them. In an installation, allow
  // all other files, because they can be the person's own.
  return name.startsWith('.tfsso.') || isInstallation(prefix)
}

function startsOurs(file: string): boolean {
  return fs.readFileSync(file, 'latin1').startsWith('# tfsso')
}

/**
 * Problem (exit code 1) if another user owns the directory, because that user could replace its contents. root may own
 * the directory, because root could replace everything anyway.
 */
export function refuseOwner(nearest: string, called: Called): void {
  // The owner of a link can change where it points, so check both the link and its target.
  const owners = [fs.lstatSync(nearest).uid, fs.statSync(nearest).uid]
  const foreign = foreignOwner(owners, process.geteuid?.() ?? 0)
  if (foreign === undefined) return
  throw fail(
    `${nearest} belongs to another user (${foreign}), who could change what terraform runs.`,
    `Name a directory of your own: ${called} --prefix DIR.`,
  )
}

export function foreignOwner(owners: readonly number[], self: number): number | undefined {
  return owners.find((uid) => uid !== 0 && uid !== self)
}

export function refuseReadOnly(nearest: string, called: Called): void {
  try {
    fs.accessSync(nearest, fs.constants.W_OK)
  } catch {
    throw fail(
      `you have no permission to write to ${nearest}.`,
      `Name another directory: ${called} --prefix DIR.`,
    )
  }
}
