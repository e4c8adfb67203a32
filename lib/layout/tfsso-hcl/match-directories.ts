import path from 'node:path'

/** Directories of accounts, by their paths from the root. */
export interface Matched {
  /** account → its directories, as patterns */
  paths: ReadonlyMap<string, readonly string[]>
  /** directories with Terraform that match no account's name */
  unplaced: readonly string[]
}

/** If more directories than this have the same name, one pattern stands for all: `** /prod`. */
const mostPaths = 5

/**
 * Pure: which directories are which account's by their names, the highest on the way down to each layer. A name fits if
 * it is the account's, or what is left of that without a beginning that is a session's label or that another account has,
 * too: of `acme-prod` and `acme-dev`, `prod` is the first one's. Upper and lower case count as the same. A name that fits
 * two accounts fits none.
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
    // These would be read as a pattern.
    if (account === undefined || /[*{}\\$%"]/.test(layer)) unplaced.push(layer || '.')
    else {
      const paths = found.get(account) ?? new Set()
      found.set(account, paths.add(names.slice(0, depth + 1).join('/')))
    }
  }
  const paths = [...found].map(([account, own]) => [account, shorten([...own], layers)] as const)
  return { paths: new Map(paths), unplaced }
}

/** Directory name → account; undefined where it would be several accounts'. */
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
  // The whole name is the account's, whatever else ends so.
  for (const account of accounts) owners.set(account.toLowerCase(), account)
  return owners
}

/** What is left of a name without a beginning, up to a dash, dot or underscore, that a label or another account has, too. */
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

/** Many directories of the same names are one pattern for each name, unless that would take in others. */
function shorten(paths: readonly string[], layers: readonly string[]): readonly string[] {
  const names = new Set(paths.map((one) => path.basename(one)))
  const isOwn = (layer: string) => paths.some((one) => layer === one || layer.startsWith(`${one}/`))
  const takesOthers = layers.some(
    (layer) => !isOwn(layer) && layer.split('/').some((name) => names.has(name)),
  )
  return paths.length <= mostPaths || takesOthers ? paths : [...names].map((name) => `**/${name}`)
}
