/** The parts of sh, by their file names. */
export type Parts = Record<string, string>

interface Declaration {
  reads: string[]
  sets: string[]
}

const line = /^# reads:(.*); sets:(.*)$/m

/** A line that the build puts a part in place of, or that reads one as the shim goes. */
const included =
  /(?:command )?\. "\$tfsso_prefix\/libexec\/([\w-]+\.sh)"|\btfsso_read ([a-z][\w-]*)/g

/** What is wrong with a part that shellcheck can't see. */
export function findMistakes(text: string, parts: Parts): string[] {
  const missing = [...text.replace(/^\s*#.*$/gm, '').matchAll(included)]
    .map(([, inline, name]) => inline ?? `${name}.sh`)
    .filter((name) => parts[name] === undefined)
    .map((name) => `there is no part ${name}`)
  return [...(line.test(text) ? [] : ['no line `# reads: …; sets: …`']), ...missing]
}

/**
 * A part, or a whole script, for shellcheck, with what it declares as code: what it reads is assigned, and what it
 * sets is used, in the place of that line. So shellcheck says of each name if the part doesn't read it, or doesn't
 * set it. A part that it reads stands for what that one declares. GRANT stands for the values of a grant,
 * which nothing shows. The lines keep their numbers.
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
  // A part reads some of a grant's values only.
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
