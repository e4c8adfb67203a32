/**
 * The profile names that Terraform text mentions. The text is scanned and not parsed: a name may
 * stand anywhere (blocks, locals, maps, comments), HCL or JSON, and a file that terraform would
 * refuse must not stop us. Too many names do no harm, since only those that resolve are defined.
 */
export interface Mentions {
  /** whole names */
  names: ReadonlySet<string>
  /** those of the names that stand behind `profile =`, comments left out: surely meant as a profile */
  profiles: ReadonlySet<string>
  /** what follows the account in a name whose account is computed */
  suffixes: ReadonlySet<string>
}

const stringLiteral = /"((?:[^"\\\n]|\\.)*)"/g
const profileSetting = /\bprofile"?\s*[=:]\s*"((?:[^"\\\n]|\\.)*)"/g
const literalOrComment = /("(?:[^"\\\n]|\\.)*")|\/\*[\s\S]*?\*\/|(?:#|\/\/).*/g
const suffixPattern = /^[\w+=,.@-]+$/

export function findMentions(texts: Iterable<string>, project: string): Mentions {
  const withProject = (literal: string) => literal.replaceAll(/\$\{\s*var\.project\s*\}/g, project)
  const names = new Set<string>()
  const profiles = new Set<string>()
  const suffixes = new Set<string>()
  for (const text of texts) {
    for (const [, literal = ''] of text.matchAll(stringLiteral)) {
      const name = withProject(literal)
      if (!isComputed(name)) {
        // Prose that happens to begin like a name is none.
        if (!/\s/.test(name)) names.add(name)
        continue
      }
      // "${var.project}-${each.key}-devops", format("%s-%s-devops", …)
      const suffix = /(?:\}|%[sv])-([^}%]+)$/.exec(name)?.[1]
      if (suffix === undefined || !suffixPattern.test(suffix)) continue
      suffixes.add(suffix)
      // "${local.project}-shared-devops", format("%s-shared-devops", var.project)
      names.add(`${project}-${suffix}`)
    }
    const code = text.replaceAll(literalOrComment, '$1')
    for (const [, literal = ''] of code.matchAll(profileSetting)) {
      const name = withProject(literal)
      if (!isComputed(name)) profiles.add(name)
    }
  }
  return { names, profiles, suffixes }
}

const isComputed = (name: string) => /\$\{|%[sv]/.test(name)

/** The profile of a stored backend (`.terraform/terraform.tfstate`), if it names one. */
export function storedBackendProfile(json: string): string | undefined {
  try {
    const profile = JSON.parse(json)?.backend?.config?.profile
    return typeof profile === 'string' ? profile : undefined
  } catch {
    return undefined
  }
}
