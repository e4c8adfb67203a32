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

/**
 * The clock file. sh writes to it only to learn the time of the cache's filesystem: the file's new modification time.
 */
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
 * The directory of lists of accounts and roles. A list from AWS with the accounts and roles that a person has at a
 * portal is used for a day. The lists of names, one on each line, are for completion in shells: the names of these
 * roles, and those of a project's accounts.
 */
export const heldIn = (cache: string) => `${cache}/held`
export const rolesOf = (portal: string) => `${portal}.roles`
export const accountsIn = (cache: string, project: string) => `${heldIn(cache)}${project}/.accounts`

/** The directory that records which tool a program is; `program` begins with a slash. */
export const toolIn = (cache: string, program: string) => `${cache}/tools${program}/.tfsso`
