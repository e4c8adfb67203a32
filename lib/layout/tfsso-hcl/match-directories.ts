import path from 'node:path'

/** All paths start at the repository's root. */
export interface Matched {
  /** by account, as patterns */
  paths: ReadonlyMap<string, readonly string[]>
  /** directories that contain Terraform files and get no account */
  unplaced: readonly string[]
}

/** An account with more directories gets one pattern for each directory name, if possible. */
const mostPaths = 5

/**
 * Assigns directories to accounts by name. Upper and lower case don't matter. In a layer's path, the first directory
 * with an account's name or short form (`withoutStart`) decides. A short form of two accounts fits neither.
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
    // In a tfsso.hcl, these characters would make the path a pattern or a template, end the string, or start an escape.
    if (account === undefined || /[*{}\\$%"]/.test(layer)) unplaced.push(layer || '.')
    else {
      const paths = found.get(account) ?? new Set()
      found.set(account, paths.add(names.slice(0, depth + 1).join('/')))
    }
  }
  const paths = [...found].map(([account, own]) => [account, shorten([...own], layers)] as const)
  return { paths: new Map(paths), unplaced }
}

/**
 * The account that each name means, by the name in lower case. The value is undefined if the name could mean several
 * accounts.
 */
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
  // An account's whole name always means that account, even if it is also a short form of another account's name.
  for (const account of accounts) owners.set(account.toLowerCase(), account)
  return owners
}

/**
 * The short forms of an account's name, such as `prod` for `acme-prod`. A short form is what follows a start that ends
 * in a dash, dot or underscore. The start (without this character) is a session's label, or another account's name has
 * the same start.
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
 * If there are many paths, replaces them by one pattern for each directory name in which a path ends. Keeps the paths
 * if such a pattern would match a layer outside them.
 */
function shorten(paths: readonly string[], layers: readonly string[]): readonly string[] {
  const names = new Set(paths.map((one) => path.basename(one)))
  const isOwn = (layer: string) => paths.some((one) => layer === one || layer.startsWith(`${one}/`))
  const takesOthers = layers.some(
    (layer) => !isOwn(layer) && layer.split('/').some((name) => names.has(name)),
  )
  return paths.length <= mostPaths || takesOthers ? paths : [...names].map((name) => `**/${name}`)
}
