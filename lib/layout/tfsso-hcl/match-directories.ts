import path from 'node:path'

/** Which directories belong to which account. All paths start at the repository's root. */
export interface Matched {
  /** account → its directories, as patterns */
  paths: ReadonlyMap<string, readonly string[]>
  /**
   * directories that contain Terraform files but get no account: either no account fits them, or their paths would be
   * read as patterns
   */
  unplaced: readonly string[]
}

/**
 * An account with more directories than this gets one pattern for each directory name instead (`** /prod`), if possible
 * (`shorten`).
 */
const mostPaths = 5

/**
 * Pure: assigns directories to accounts by name. A directory's name fits an account if it is the account's name or a
 * short form of the account's name (`withoutStart`). For example, if the accounts are `acme-prod` and `acme-dev`,
 * `prod` fits `acme-prod`. In a layer's path, the first directory whose name fits an account decides. Upper and lower
 * case in a directory's name don't matter. A short form of two accounts' names fits neither.
 */
export function matchDirectories(
  accounts: readonly string[],
  layers: readonly string[],
  labels: readonly string[] = [],
): Matched {
  const owners = ownersByName(accounts, labels)
  const found = new Map<string, Set<string>>()
  const unplaced: string[] = []
  for (const layer of layers) {
    const names = layer.split('/')
    const depth = names.findIndex((name) => owners.get(name.toLowerCase()))
    const account = owners.get(names[depth]?.toLowerCase() ?? '')
    // In a tfsso.hcl, a path with one of these characters would be read as a pattern or a template, or end the string.
    if (account === undefined || /[*{}\\$%"]/.test(layer)) unplaced.push(layer || '.')
    else {
      const paths = found.get(account) ?? new Set()
      found.set(account, paths.add(names.slice(0, depth + 1).join('/')))
    }
  }
  const paths = [...found].map(([account, own]) => [account, shorten([...own], layers)] as const)
  return { paths: new Map(paths), unplaced }
}

/** Directory name → account; undefined if the name could mean several accounts. */
function ownersByName(
  accounts: readonly string[],
  labels: readonly string[],
): Map<string, string | undefined> {
  const owners = new Map<string, string | undefined>()
  for (const account of accounts)
    for (const name of [account, ...withoutStart(account, accounts, labels)]) {
      const key = name.toLowerCase()
      owners.set(key, owners.has(key) && owners.get(key) !== account ? undefined : account)
    }
  // An account's whole name always means that account, even if other names end in it.
  for (const account of accounts) owners.set(account.toLowerCase(), account)
  return owners
}

/**
 * The short forms of an account's name, such as `prod` for `acme-prod`. The part that is left out ends in a dash, dot
 * or underscore. It can be left out if it is a session's label, or if another account's name starts with it, too.
 */
function withoutStart(account: string, accounts: readonly string[], labels: readonly string[]) {
  const isShared = (start: string) =>
    labels.includes(start.replace(/[-._]+$/, '')) ||
    accounts.some((other) => other !== account && other.startsWith(start))
  return [...account.matchAll(/[-._]+/g)]
    .map(({ index, 0: dash }) => index + dash.length)
    .filter((end) => isShared(account.slice(0, end)))
    .map((end) => account.slice(end))
    .filter(Boolean)
}

/**
 * If there are more than `mostPaths` paths, returns one pattern for each name with which one of them ends. But if such
 * a pattern would also match a layer outside these directories, returns the paths unchanged.
 */
function shorten(paths: readonly string[], layers: readonly string[]): readonly string[] {
  const names = new Set(paths.map((one) => path.basename(one)))
  const isOwn = (layer: string) => paths.some((one) => layer === one || layer.startsWith(`${one}/`))
  const takesOthers = layers.some(
    (layer) => !isOwn(layer) && layer.split('/').some((name) => names.has(name)),
  )
  return paths.length <= mostPaths || takesOthers ? paths : [...names].map((name) => `**/${name}`)
}
