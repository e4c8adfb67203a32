import fs from 'node:fs'
import path from 'node:path'
import { linkTarget, listDirectory } from '../files/read.ts'
import { fail } from '../text/problem.ts'
import type { Called } from './options.ts'
import type { Place } from './prefix.ts'
import type { Source } from './source.ts'

/** The links in an installation that point into its current version. */
export const versionLinks = ['shims', 'bin', 'libexec', 'lib', 'man'] as const

/** The targets of the links `current` and `shims`. */
export const currentOf = (version: string) => `versions/${version}`
export const shimsLink = 'current/shims'

/** The name of a version's directory. `time` and `pid` make it unique. */
export const versionName = (version: string, time: string, pid: number | string) =>
  `${version}-${time}-${pid}`

const leadsToVersion = (link: string) =>
  linkTarget(link)?.startsWith(currentOf('')) === true && linkTarget(link) !== currentOf('')

/** Whether a directory is an installation. */
export function isInstallation(prefix: string): boolean {
  return leadsToVersion(`${prefix}/current`) && linkTarget(`${prefix}/shims`) === shimsLink
}

/**
 * The version that is installed in `prefix`; undefined if there is none. The name of the version's directory
 * (`versionName`) says it.
 */
export function installedVersion(prefix: string): string | undefined {
  return /^versions\/(.+)-\d{14}-\d+$/.exec(linkTarget(`${prefix}/current`) ?? '')?.[1]
}

/**
 * Problem (exit code 1) if tfsso can't be installed in this prefix:
 * - the prefix contains something that is not tfsso's (an existing installation can also contain a person's own files,
 *   if tfsso does not use their names);
 * - the prefix is dist or node_modules in the clone, or a directory in one of them: each build replaces these two;
 * - another user, except root, owns `nearest`, or we can't write to `nearest`.
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
  // Accept files that a killed installer left. If the prefix is already an installation, also accept a person's own
  // files.
  return name.startsWith('.tfsso.') || isInstallation(prefix)
}

function startsOurs(file: string): boolean {
  return fs.readFileSync(file, 'latin1').startsWith('# tfsso')
}

/**
 * Problem (exit code 1) if another user owns the directory, because that user could replace its contents at any time. A
 * directory of root is accepted, because root can replace everything anyway.
 */
export function refuseOwner(nearest: string, called: Called): void {
  // If `nearest` is a link, check the owners of both the link and its target: the link's owner can change where it
  // points.
  const owners = [fs.lstatSync(nearest).uid, fs.statSync(nearest).uid]
  const foreign = foreignOwner(owners, process.geteuid?.() ?? 0)
  if (foreign === undefined) return
  throw fail(
    `${nearest} belongs to another user (${foreign}), who could change what terraform runs.`,
    `Name a directory of your own: ${called} --prefix DIR.`,
  )
}

/** The first of these user ids that is neither this user nor root. */
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
