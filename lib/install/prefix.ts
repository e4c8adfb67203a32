import fs from 'node:fs'
import path from 'node:path'
import { canNameProgram } from '../aws-config/program-path.ts'
import { isDirectory, lookAt } from '../files/read.ts'
import type { Environment } from '../files/user-paths.ts'
import { fail } from '../text/problem.ts'
import type { Called, Options } from './options.ts'

export interface Place {
  /** absolute, in the form in which PATH and the shims contain it */
  prefix: string
  /** the prefix, or the nearest existing directory above it */
  nearest: string
}

export const prefixIn = (dataHome: string) => `${dataHome}/tfsso`
export const dataHomeIn = (home: string) => `${home}/.local/share`

/** By the XDG base directories; undefined if neither XDG_DATA_HOME nor HOME is an absolute path. */
export function defaultPrefix({ HOME, XDG_DATA_HOME }: Environment): string | undefined {
  if (XDG_DATA_HOME?.startsWith('/')) return prefixIn(XDG_DATA_HOME)
  return HOME?.startsWith('/') ? prefixIn(dataHomeIn(HOME)) : undefined
}

/**
 * The directory of --prefix, else the installation whose `tfsso setup` the person typed (`own`), else the default.
 * Problem (exit code 1) if there is none of these, if tfsso can't be installed there, if --modify-path has no HOME, or
 * if HOME is used but is another user's.
 */
export function choosePlace(
  { prefix: typed, modifyPath, action }: Options,
  { called, env, own }: { called: Called; env: Environment; own: string | undefined },
): Place {
  const editsHome = modifyPath || action === 'uninstall'
  checkHome(env, called, { needed: modifyPath, used: typed === undefined || editsHome })
  const chosen = typed ?? own ?? defaultPrefix(env)
  if (chosen === undefined)
    throw fail(
      'HOME is not set, so there is no default place to install to.',
      `Set HOME, or name a directory: ${called} --prefix DIR.`,
    )
  const absolute = chosen.startsWith('/') ? chosen : `${workingDirectory(env)}/${chosen}`
  checkName(absolute, called)
  return simplify(absolute)
}

function checkHome(
  { HOME }: Environment,
  called: Called,
  { needed, used }: { needed: boolean; used: boolean },
): void {
  const stat = HOME ? fs.statSync(HOME, { throwIfNoEntry: false }) : undefined
  if (!HOME || !stat?.isDirectory()) {
    if (needed)
      throw fail('HOME is not set, or is not a directory, so there are no startup files to change.')
  } else if (used && stat.uid !== process.getuid?.())
    throw fail(
      `your home directory, ${HOME}, belongs to another user.`,
      `Run ${called} without sudo, or set HOME.`,
    )
}

/**
 * Returns the working directory as PWD names it, because the person sees that path. If PWD names another directory,
 * returns the system's path.
 */
function workingDirectory({ PWD }: Environment): string {
  const here = fs.statSync('.')
  const named = PWD?.startsWith('/') ? fs.statSync(PWD, { throwIfNoEntry: false }) : undefined
  const same = named?.ino === here.ino && named.dev === here.dev
  return (same ? PWD : undefined) ?? process.cwd()
}

/** Problem (exit code 1) for a prefix that can't be in PATH or an AWS config. */
export function checkName(prefix: string, called: Called): void {
  if (canNameProgram(prefix) && !prefix.includes(':')) return
  throw fail(
    `tfsso cannot be installed in ${JSON.stringify(prefix).slice(1, -1)}.`,
    'The directory is written in PATH and in AWS config files, so its name must be without : " $ ` \\ and control',
    `characters, and without # or ; after a space. Name another one: ${called} --prefix DIR.`,
  )
}

/**
 * Removes `.`, `..` and extra slashes from the part that exists. Problem (exit code 1) if the rest contains any of
 * these, if a file is in the way, or if the path is `/`.
 */
function simplify(absolute: string): Place {
  const prefix = absolute.replace(/\/+$/, '')
  let nearest = prefix
  while (nearest !== '' && !isDirectory(nearest))
    nearest = nearest.slice(0, nearest.lastIndexOf('/'))
  const rest = prefix.slice(nearest.length)
  nearest = path.normalize(nearest || '/')
  const base = nearest === '/' ? '' : nearest.replace(/\/$/, '')
  const simple = `${base}${rest}`
  if (/^$|\/\.{0,2}(\/|$)/.test(simple))
    throw fail(`${simple || '/'} is not a directory to install to.`)
  const [, next] = rest.split('/')
  if (next !== undefined && lookAt(`${base}/${next}`))
    throw fail(`${base}/${next} is not a directory.`)
  return { prefix: simple, nearest }
}
