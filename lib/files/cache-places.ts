/*
 * The places of cache files that both node and sh use. For sh, the build calls these functions with sh variables
 * instead of values (lib/grant/place-parts.ts, lib/cli/completion).
 */

/** tfsso's cache, inside the directory for caches (XDG_CACHE_HOME). */
export const cacheIn = (cacheHome: string) => `${cacheHome}/tfsso`
export const cacheHomeIn = (home: string) => `${home}/.cache`

/** Ignores a relative XDG_CACHE_HOME, as the XDG specification says. undefined if HOME is needed and missing. */
export function findCache({
  HOME,
  XDG_CACHE_HOME,
}: Readonly<Record<string, string | undefined>>): string | undefined {
  if (XDG_CACHE_HOME?.startsWith('/')) return cacheIn(XDG_CACHE_HOME)
  return HOME ? cacheIn(cacheHomeIn(HOME)) : undefined
}

/** The rule of `findCache` as lines of sh, which set a variable. */
export const findCacheInShell = (variable: string) => [
  'case ${XDG_CACHE_HOME-} in',
  `  /*) ${variable}=${cacheIn('$XDG_CACHE_HOME')} ;;`,
  `  *) ${variable}=${cacheIn(cacheHomeIn('${HOME-}'))} ;;`,
  'esac',
]

/** tfsso writes to this file to learn the time on the filesystem's clock. */
export const clockIn = (cache: string) => `${cache}/clock`

/**
 * The directory of a layer's grants. Its path contains the layer's path instead of a hash, because sh needs a fork for
 * a hash. `layer` begins with a slash.
 */
export const grantsIn = (cache: string, layer: string) => `${cache}/grants${layer}/.tfsso`

/** `role`: with a leading @, or empty for the layer's own role. */
export const grantNameOf = (tool: string, mode: string, role: string) => `${tool}.${mode}${role}`

export const credentialsIn = (cache: string, accountId: string, role: string) =>
  `${cache}/credentials/${accountId}/${role}`

/**
 * The directory of stored lists. Its `PORTAL.json` has a person's accounts and roles from AWS, and is used for a day.
 * Completion reads two other files, with one name on each line. `rolesOf` gives the file name of a person's roles.
 * `accountsIn` gives the path of the accounts that a project's files name.
 */
export const heldIn = (cache: string) => `${cache}/held`
export const rolesOf = (portal: string) => `${portal}.roles`
export const accountsIn = (cache: string, project: string) => `${heldIn(cache)}${project}/.accounts`

/**
 * The directory of the files that say whether a program is terraform, tofu or something else. `program` begins with a
 * slash.
 */
export const toolIn = (cache: string, program: string) => `${cache}/tools${program}/.tfsso`
