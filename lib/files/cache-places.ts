/*
 * The places of all files in our cache. For sh, the build calls these functions with sh variables instead of values
 * (lib/grant/place-parts.ts).
 */

/** tfsso's cache, inside the directory for caches (XDG_CACHE_HOME). */
export const cacheIn = (cacheHome: string) => `${cacheHome}/tfsso`
export const cacheHomeIn = (home: string) => `${home}/.cache`
/** The path of tfsso's cache, for sh to expand: in XDG_CACHE_HOME, otherwise below HOME. */
export const cacheInShell = cacheIn(`\${XDG_CACHE_HOME:-${cacheHomeIn('$HOME')}}`)

/** Our cache, by the rules of the XDG specification: a relative path is ignored. Undefined without HOME. */
export function findCache({
  HOME,
  XDG_CACHE_HOME,
}: Readonly<Record<string, string | undefined>>): string | undefined {
  if (XDG_CACHE_HOME?.startsWith('/')) return cacheIn(XDG_CACHE_HOME)
  return HOME ? cacheIn(cacheHomeIn(HOME)) : undefined
}

/** A file that sh writes to, only to learn the present time of the cache's filesystem: that becomes the file's time. */
export const clockIn = (cache: string) => `${cache}/clock`

/**
 * The directory of a layer's grants. The tree mirrors the filesystem, because sh can't compute a hash without a fork.
 * `layer` begins with a slash.
 */
export const grantsIn = (cache: string, layer: string) => `${cache}/grants${layer}/.tfsso`

/** The file name of a grant. `role`: with a leading @, or empty for the layer's own role. */
export const grantNameOf = (tool: string, mode: string, role: string) => `${tool}.${mode}${role}`

/** The role credentials that libexec/credentials prints. */
export const credentialsIn = (cache: string, accountId: string, role: string) =>
  `${cache}/credentials/${accountId}/${role}`

/**
 * The directory of what `tfsso accounts` stores. The list of accounts and roles is used for a day. The names of the
 * accounts and roles, one on each line, are for completion in shells. Runs store the names of accounts, too.
 */
export const heldIn = (cache: string) => `${cache}/held`
export const rolesOf = (portal: string) => `${portal}.roles`
export const accountsIn = (cache: string, project: string) => `${heldIn(cache)}${project}/.accounts`

/** The directory that records which tool a program is; `program` begins with a slash. */
export const toolIn = (cache: string, program: string) => `${cache}/tools${program}/.tfsso`
