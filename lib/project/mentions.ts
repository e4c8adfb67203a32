/**
 * The names in a layer's files that could be names of profiles. Names that are not profiles do no harm, because tfsso
 * uses only names that resolve to an account.
 */
export interface Mentions {
  /** quoted names, almost anywhere in the text (`findNames`) */
  names: ReadonlySet<string>
  /** the values of `profile`, AWS_PROFILE and AWS_DEFAULT_PROFILE: these certainly are names of profiles */
  profiles: ReadonlySet<string>
  /**
   * the texts that can follow an account's name in a profile name, for any account. undefined if each value of
   * `profile` is known before a run.
   */
  suffixes: ReadonlySet<string> | undefined
}

/** Values of these keys are not profiles, whatever they look like. */
const otherKey =
  /(?:^|[\s{,("_])(?:bucket|table|key|lock|arn|alias|description|source|kms_key_id|cluster|name_prefix)"?\s*[=:]\s*$/i

/**
 * The quoted names in Terraform text. The text, HCL or JSON, is scanned and not parsed: a name can be anywhere (blocks,
 * maps, comments), and invalid text must not stop tfsso. The time is proportional to the length of the text.
 */
export function findNames(texts: Iterable<string>, project: string): Set<string> {
  const names = new Set<string>()
  for (const text of texts) {
    for (const line of text.split('\n')) {
      let at = line.indexOf('"') + 1
      // There can be quotes inside `${…}`. Then it is uncertain which texts are strings, so each text between two
      // successive quotes counts.
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

/** Like `profileRule`, but without spaces: otherwise prose that begins like a name would match. */
const namePattern = /^[\w+=,.@:/-]+$/

/**
 * The suffixes that can follow the account in a profile name, if the name is made of these texts. A suffix is a
 * sequence of letters and digits, or a longer sequence that also has dashes or other characters of names. Each suffix
 * is included unchanged and in lower case. The project's name is left out.
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

/** The longest sequence that can be a suffix. No role's name is longer, and the limit keeps matching quick. */
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
