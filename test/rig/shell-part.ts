/** The texts of the sh parts, by file name. */
export type Parts = Record<string, string>

interface Declaration {
  reads: string[]
  sets: string[]
}

const line = /^# reads:(.*); sets:(.*)$/m

/** Matches a line that the build replaces by a part, or that reads a part at run time. */
const included =
  /(?:command )?\. "\$tfsso_prefix\/libexec\/([\w-]+\.sh)"|\btfsso_read ([a-z][\w-]*)(?: "\$[@1]")?/g

/**
 * Matches a `$(…)` that contains `case`, or into which the build inserts a part. bash 3.2 (macOS) can't parse `case` in
 * `$(…)`, and a part may contain `case`.
 */
const caseInSubstitution =
  /\$\((?:[^()\n]*\bcase |(?=\n)(?:(?!\n *\)).)*\n *(?:case |\. "[^\n]*\.sh"$))/ms

/** Returns the mistakes that shellcheck does not find. */
export function findMistakes(text: string, parts: Parts): string[] {
  const missing = [...text.replace(/^\s*#.*$/gm, '').matchAll(included)]
    .map(([, inline, name]) => inline ?? `${name}.sh`)
    .filter((name) => parts[name] === undefined)
    .map((name) => `there is no part ${name}`)
  return [
    ...(line.test(text) ? [] : ['no line `# reads: …; sets: …`']),
    ...(caseInSubstitution.test(text) ? ['`case` in $(…), which bash 3.2 cannot parse'] : []),
    ...missing,
  ]
}

/**
 * Returns a part, or a whole script, in a form for shellcheck. The line that declares variables becomes code: it
 * assigns the variables that the part reads, and uses those that the part sets. If the part does not read or set a
 * variable as declared, shellcheck reports the variable. A line that sources another part also becomes code. This code
 * uses the variables that the other part reads, and assigns those that it sets. GRANT stands for the variables that a
 * grant sets. Line numbers stay the same.
 */
export function showToShellcheck(text: string, parts: Parts, grant: readonly string[]): string {
  const declared = (part: string): Declaration => {
    const [, reads = '', sets = ''] = line.exec(part) ?? []
    const words = (names: string) =>
      names.split(/\s+/).flatMap((name) => (name === 'GRANT' ? grant : name === '' ? [] : [name]))
    return { reads: words(reads), sets: words(sets) }
  }
  const assign = (names: readonly string[]) => names.map((name) => `${name}=''; `).join('')
  const use = (names: readonly string[]) => `: ${names.map((name) => `"$${name}"`).join(' ')}`
  const own = declared(text)
  const unseen = /; sets:.*GRANT/.test(line.exec(text)?.[0] ?? '') ? assign(grant) : ''
  // A part uses only some of a grant's values. Use all here, so that shellcheck does not report the rest.
  const some = /# reads:.*GRANT.*;/.test(line.exec(text)?.[0] ?? '') ? `; ${use(grant)}` : ''
  return text
    .replace(line, `${assign(own.reads)}${unseen}${use(own.sets)}${some}`)
    .split('\n')
    .map((code) =>
      /^\s*#/.test(code)
        ? code
        : code.replace(included, (_, inline: string | undefined, name: string | undefined) => {
            const { reads, sets } = declared(parts[inline ?? `${name}.sh`] ?? '')
            return `{ ${use(reads)}; ${assign(sets)}${use(sets)}; }`
          }),
    )
    .join('\n')
}
