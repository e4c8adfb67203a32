/** The names in a layer's files that may be a profile's. Too many do no harm: only those that resolve count. */
export interface Mentions {
  /** whole names, wherever they stand */
  names: ReadonlySet<string>
  /** the values of what is called `profile`: surely meant as one */
  profiles: ReadonlySet<string>
  /**
   * undefined where everything called `profile` is known before a run; else what may follow the account in
   * the names that aren't, in any account
   */
  suffixes: ReadonlySet<string> | undefined
}

/** What stands after these is no profile, whatever it looks like. */
const otherKey =
  /(?:^|[\s{,("_])(?:bucket|table|key|lock|arn|alias|description|source|kms_key_id|cluster|name_prefix)"?\s*[=:]\s*$/i

/**
 * The quoted names in Terraform text. It is scanned and not parsed: a name may stand anywhere (blocks, maps,
 * comments), HCL or JSON, and text that terraform would refuse must not stop us. Linear in the text.
 */
export function findNames(texts: Iterable<string>, project: string): Set<string> {
  const names = new Set<string>()
  for (const text of texts) {
    for (const line of text.split('\n')) {
      let at = line.indexOf('"') + 1
      // Quotes inside of `${…}` make it uncertain which part is a string: each of them may be.
      for (let end = line.indexOf('"', at); at > 0 && end >= 0; end = line.indexOf('"', at)) {
        const part = line.slice(at, end)
        const before = line.slice(Math.max(0, at - 60), at - 1)
        const name = part.replaceAll(projectPart, () => project)
        if (namePattern.test(name) && !otherKey.test(before)) names.add(name)
        at = end + 1
      }
    }
  }
  return names
}

const projectPart = /\$\{\s{0,9}(?:var|local)\.project\s{0,9}\}/g

/** As `profileRule` has it, without spaces: prose that happens to begin like a name is none. */
const namePattern = /^[\w+=,.@:/-]+$/

/**
 * What may follow the account in a name that is made of these texts: each run of letters and digits, and
 * each run with dashes, as it is and in lower case. The project's name is none.
 */
export function suffixesOf(texts: Iterable<string>, project: string): Set<string> {
  const suffixes = new Set<string>()
  for (const text of texts)
    for (const [run] of text.replaceAll(/%[svdq]/g, ' ').matchAll(/[\w+=,.@-]+/g)) {
      if (run.length > longest) continue
      const whole = run.replaceAll(/^-+|-+$/g, '')
      for (const word of [whole, ...(whole.match(/[A-Za-z0-9]+/g) ?? [])])
        for (const suffix of [word, word.toLowerCase()])
          if (suffix !== '' && suffix !== project) suffixes.add(suffix)
    }
  return suffixes
}

/** More than a role's name has, and no work for a pattern. */
const longest = 200

/** The profile of a stored backend (`.terraform/terraform.tfstate`), if it names one. */
export function storedBackendProfile(json: string): string | undefined {
  try {
    const profile = JSON.parse(json)?.backend?.config?.profile
    return typeof profile === 'string' ? profile : undefined
  } catch {
    return undefined
  }
}
