import path from 'node:path'

/** All paths start at the repository's root. */
export interface Matched {
  /** by account, as patterns */
  paths: ReadonlyMap<string, readonly string[]>
  /**
   * directories that contain Terraform files and get no account. The value is the accounts that fit: none, several, or
   * one if the path can't be written as a pattern
   */
  unplaced: ReadonlyMap<string, readonly string[]>
}

/** An account with more directories gets one pattern for each directory name, if possible. */
const mostPaths = 5

/** In a tfsso.hcl, these characters would make a path a pattern or a template, end the string, or start an escape. */
const special = /[*{}\\$%"]/

/**
 * Assigns directories to accounts by the names in their paths: an account's name or short form (`withoutStart`). Upper
 * and lower case don't matter. If these names fit several accounts, the directory gets none.
 */
export function matchDirectories(
  accounts: readonly string[],
  layers: readonly string[],
  labels: readonly string[] = [],
): Matched {
  const owners = ownersByName(accounts, labels)
  /** by directory: the accounts of the layers in it */
  const inside = new Map<string, Set<string>>()
  for (const layer of layers)
    for (const directory of upTo(layer)) {
      const all = inside.get(directory) ?? new Set()
      for (const account of accountsOf(layer, owners)) inside.set(directory, all.add(account))
    }
  const found = new Map<string, Set<string>>()
  const unplaced = new Map<string, readonly string[]>()
  for (const layer of layers) {
    const fitting = accountsOf(layer, owners)
    const [account = ''] = fitting
    const isOnlyOwn = (directory: string) =>
      accountsOf(directory, owners).length === 1 &&
      inside.get(directory)?.size === 1 &&
      !special.test(directory)
    const at = fitting.length === 1 ? upTo(layer).find(isOnlyOwn) : undefined
    if (at !== undefined) found.set(account, (found.get(account) ?? new Set()).add(at))
    else unplaced.set(layer || '.', fitting.length === 1 ? [...(inside.get(layer) ?? [])] : fitting)
  }
  const paths = [...found].map(([account, own]) => {
    const isNamed = (one: string) => accountsOf(path.basename(one), owners).length === 1
    return [account, [...own].every(isNamed) ? shorten([...own], layers) : [...own]] as const
  })
  return { paths: new Map(paths), unplaced }
}

/** For `a/b`: `a` and `a/b`. */
const upTo = (directory: string) =>
  directory.split('/').map((_, index, names) => names.slice(0, index + 1).join('/'))

/** The accounts that every account's name in the path fits. If there are none, the accounts that some name fits. */
function accountsOf(directory: string, owners: ReadonlyMap<string, readonly string[]>): string[] {
  const fitting = directory.split('/').flatMap((name) => {
    const own = owners.get(name.toLowerCase())
    return own ? [own] : []
  })
  const some = [...new Set(fitting.flat())]
  const every = some.filter((account) => fitting.every((own) => own.includes(account)))
  return every.length > 0 ? every : some
}

/** The accounts that each name could mean, by the name in lower case. */
function ownersByName(
  accounts: readonly string[],
  labels: readonly string[],
): Map<string, readonly string[]> {
  const owners = new Map<string, readonly string[]>()
  for (const account of accounts)
    for (const name of withoutStart(account, accounts, labels)) {
      const key = name.toLowerCase()
      owners.set(key, [...new Set([...(owners.get(key) ?? []), account])])
    }
  // An account's whole name always means that account, even if it is also a short form of another account's name.
  for (const account of accounts) owners.set(account.toLowerCase(), [account])
  return owners
}

/**
 * The short forms of an account's name, such as `prod` for `acme-prod`. A short form is what follows a start that ends
 * in a dash, dot or underscore. The start (without this character) must be a session's label, or another account's name
 * must share this start.
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
