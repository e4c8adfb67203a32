/** Names that could be profiles. A wrong guess does no harm: tfsso uses only names that resolve to an account. */
export interface Mentions {
  /** quoted names (`findNames`) */
  names: ReadonlySet<string>
  /** certainly names of profiles: the values of `profile`, AWS_PROFILE and AWS_DEFAULT_PROFILE */
  profiles: ReadonlySet<string>
  /** what can follow any account in a profile name; undefined if every value of `profile` is known before a run */
  suffixes: ReadonlySet<string> | undefined
}

/** Values of these keys are not profiles, whatever they look like. */
const otherKey =
  /(?:^|[\s{,("_])(?:bucket|table|key|lock|arn|alias|description|source|kms_key_id|cluster|name_prefix)"?\s*[=:]\s*$/i

/**
 * Scans the text (HCL or JSON) for quoted names, without parsing: a name can be anywhere, and invalid text must not
 * stop tfsso. The time is proportional to the length of the text.
 */
export function findNames(texts: Iterable<string>, project: string): Set<string> {
  const names = new Set<string>()
  for (const text of texts) {
    for (const line of text.split('\n')) {
      let at = line.indexOf('"') + 1
      // Inside `${…}` there can be quotes. So each text between two successive quotes counts.
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

/** Like `profileRule`, but without spaces: otherwise prose could match. */
const namePattern = /^[\w+=,.@:/-]+$/

/**
 * The suffixes that a profile name made of `texts` could have after the account. A suffix is a single word, or a longer
 * sequence with dashes or other characters of names.
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

/** No role's name is longer, and the limit keeps matching quick. */
const longest = 200

/** `json`: the content of `.terraform/terraform.tfstate`. */
export function storedBackendProfile(json: string): string | undefined {
  try {
    const profile = JSON.parse(json)?.backend?.config?.profile
    return typeof profile === 'string' ? profile : undefined
  } catch {
    return undefined
  }
}
