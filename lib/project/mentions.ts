/**
 * The profile names that Terraform text mentions. The text is scanned and not parsed: a name may
 * stand anywhere (blocks, locals, maps, comments), HCL or JSON, and a file that terraform would
 * refuse must not stop us. Too many names do no harm, since only those that resolve are defined.
 */
export interface Mentions {
  /** whole names */
  names: ReadonlySet<string>
  /** what follows the account in a name whose account is computed */
  suffixes: ReadonlySet<string>
}

const stringLiteral = /"((?:[^"\\\n]|\\.)*)"/g
const suffixPattern = /^[\w+=,.@-]+$/

export function findMentions(texts: Iterable<string>, project: string): Mentions {
  const names = new Set<string>()
  const suffixes = new Set<string>()
  for (const text of texts) {
    for (const [, literal = ''] of text.matchAll(stringLiteral)) {
      const name = literal.replaceAll(/\$\{\s*var\.project\s*\}/g, project)
      if (!/\$\{|%[sv]/.test(name)) {
        names.add(name)
        continue
      }
      // "${var.project}-${each.key}-devops", format("%s-%s-devops", …)
      const suffix = /(?:\}|%[sv])-([^}%]+)$/.exec(name)?.[1]
      if (suffix !== undefined && suffixPattern.test(suffix)) suffixes.add(suffix)
    }
  }
  return { names, suffixes }
}

/** The profile of a stored backend (`.terraform/terraform.tfstate`), if it names one. */
export function storedBackendProfile(json: string): string | undefined {
  try {
    const profile = JSON.parse(json)?.backend?.config?.profile
    return typeof profile === 'string' ? profile : undefined
  } catch {
    return undefined
  }
}
