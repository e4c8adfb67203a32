/*
 * The places of the files in our cache that both node and sh use. For sh, the build calls these functions with sh
 * variables instead of values (lib/grant/place-parts.ts, lib/cli/completion).
 */

/** tfsso's cache, inside the directory for caches (XDG_CACHE_HOME). */
export const cacheIn = (cacheHome: string) => `${cacheHome}/tfsso`
export const cacheHomeIn = (home: string) => `${home}/.cache`

/**
 * Our cache: in XDG_CACHE_HOME, otherwise below HOME. Ignores a relative XDG_CACHE_HOME, as the XDG specification says.
 * undefined if HOME is needed and missing.
 */
export function findCache({
  HOME,
  XDG_CACHE_HOME,
}: Readonly<Record<string, string | undefined>>): string | undefined {
  if (XDG_CACHE_HOME?.startsWith('/')) return cacheIn(XDG_CACHE_HOME)
  return HOME ? cacheIn(cacheHomeIn(HOME)) : undefined
}

/** Lines of sh that follow the rule of `findCache`: they set a variable to the path of our cache. */
export const findCacheInShell = (variable: string) => [
  'case ${XDG_CACHE_HOME-} in',
  `  /*) ${variable}=${cacheIn('$XDG_CACHE_HOME')} ;;`,
  `  *) ${variable}=${cacheIn(cacheHomeIn('${HOME-}'))} ;;`,
  'esac',
]

/**
 * The clock file. tfsso writes to this file to get the present time on the filesystem's clock: the file's modification
 * time.
 */
export const clockIn = (cache: string) => `${cache}/clock`

/**
 * The directory of a layer's grants. The layer's path is part of the name. A hash would be shorter, but sh can't
 * compute one without a fork. `layer` begins with a slash.
 */
export const grantsIn = (cache: string, layer: string) => `${cache}/grants${layer}/.tfsso`

/** The file name of a grant. `role`: with a leading @, or empty for the layer's own role. */
export const grantNameOf = (tool: string, mode: string, role: string) => `${tool}.${mode}${role}`

/** The file with the stored credentials of a role. libexec/credentials prints the credentials from this file. */
export const credentialsIn = (cache: string, accountId: string, role: string) =>
  `${cache}/credentials/${accountId}/${role}`

/**
 * The directory of lists of accounts and roles. `PORTAL.json` has the accounts and roles that a person has at a portal.
 * This list comes from AWS, and tfsso uses it for a day. Two kinds of files are for completion in shells, with one name
 * on each line: `rolesOf` gives the name of the file with the person's roles, and `accountsIn` the path of the file
 * with a project's accounts.
 */
export const heldIn = (cache: string) => `${cache}/held`
export const rolesOf = (portal: string) => `${portal}.roles`
export const accountsIn = (cache: string, project: string) => `${heldIn(cache)}${project}/.accounts`

/**
 * The directory of the files that say what a program is: terraform, tofu or another program. `program` begins with a
 * slash.
 */
export const toolIn = (cache: string, program: string) => `${cache}/tools${program}/.tfsso`
