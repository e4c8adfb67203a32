// Assembles the sh scripts: puts the parts that a script always needs into the script's file, and removes comments.
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

/**
 * Matches a line that sources a part (a file of libexec) which the script always needs. The part's text replaces this
 * line. Lines with `command .` don't match and stay as they are.
 */
const readsPart = /^( *)\. "\$tfsso_prefix\/libexec\/([\w-]+\.sh)"$/

/**
 * All parts, by file name: those in libexec and the generated ones.
 * @param {string} libexec
 * @param {Record<string, string>} generated
 * @returns {Record<string, string>}
 */
export function readParts(libexec, generated) {
  const sources = readdirSync(libexec).filter((name) => name.endsWith('.sh'))
  const parts = {
    ...Object.fromEntries(
      sources.map((name) => [name, readFileSync(`${libexec}/${name}`, 'utf8')]),
    ),
    ...generated,
  }
  return { ...parts, 'forget-own.sh': unset(variables(Object.values(parts).join('\n'))) }
}

/**
 * The variables of tfsso that this text mentions, except tfsso_options.
 * @param {string} text
 */
function variables(text) {
  const functions = new Set([...text.matchAll(/(tfsso_\w+)\(\)/g)].map(([, name]) => name))
  const names = [...text.matchAll(/(?<![\w-])tfsso_\w*[a-z0-9](?!\w)/g)].map(([name]) => name)
  return new Set(names.filter((name) => !functions.has(name) && name !== 'tfsso_options'))
}

/**
 * A part that unsets these variables. `unset` needs the option `-v`: without `-v`, bash could remove a function of the
 * same name.
 * @param {Iterable<string>} names
 */
const unset = (names) =>
  `# shellcheck shell=sh\n# reads: ; sets:\nunset -v ${[...names].sort().join(' ')}\n`

/**
 * Two parts that unset tfsso's variables. Otherwise a script could use a value from the environment. It could also put
 * a secret into a variable that came from the environment, and so pass the secret to every program that it starts.
 * `first` runs at the script's start. It unsets the variables that the script might use before it sets them. `rest`
 * runs before the script reads its first part from a file (libexec/read.sh). It unsets the variables that the script
 * itself does not mention. Neither part unsets the variables that stored files, such as grants, set: forget-stored.sh
 * unsets these before a script reads a stored file.
 * @param {string} text
 * @param {Record<string, string>} parts
 */
function splitVariables(text, parts) {
  const all = [...variables(parts['forget-own.sh'] ?? '')]
  const stored = variables(parts['forget-stored.sh'] ?? '')
  const itself = withParts(text, { ...parts, 'forget-own.sh': '' })
  const mentioned = variables(itself.join('\n'))
  const set = setBeforeUse(itself)
  return {
    first: unset(all.filter((name) => !stored.has(name) && mentioned.has(name) && !set.has(name))),
    rest: unset(all.filter((name) => !stored.has(name) && !mentioned.has(name))),
  }
}

/**
 * The variables that these lines surely set before they use them: the first line that mentions the variable assigns it,
 * outside any function or condition.
 * @param {string[]} lines
 */
function setBeforeUse(lines) {
  const seen = new Set()
  const set = new Set()
  for (const line of lines) {
    const [assignments] = /^(tfsso_\w+=\S* ?)*/.exec(line) ?? ['']
    for (const [, name] of assignments.matchAll(/(?:^| )(tfsso_\w+)=/g))
      if (!seen.has(name)) set.add(name)
    for (const name of variables(line)) seen.add(name)
  }
  return set
}

/**
 * The lines of a script, without comments. A part's lines replace the line that sources it, with the same indentation.
 * @param {string} text
 * @param {Record<string, string>} parts
 * @returns {string[]}
 */
function withParts(text, parts) {
  return text.split('\n').flatMap((line) => {
    const [, indent, part] = readsPart.exec(line) ?? []
    if (part === undefined) return /^ *#(?!!)/.test(line) ? [] : [line]
    if (parts[part] === undefined) throw new Error(`there is no part ${part}`)
    return withParts(parts[part], parts).map((inner) => `${indent}${inner}`)
  })
}

const note = '# Put together by build.mjs; the sources say why things are as they are.'

/**
 * @param {string} file
 * @param {string} text
 * @param {Record<string, string>} parts
 */
function write(file, text, parts) {
  // Remove indentation and empty lines, so that sh has less to read. It takes about 1 ms to read 100 KB.
  const [first = '', ...rest] = withParts(text, parts)
    .map((line) => line.trimStart())
    .filter((line) => line !== '')
  const isProgram = first.startsWith('#!')
  const all = isProgram ? [first, note, ...rest] : [note, first, ...rest]
  writeFileSync(file, `${all.join('\n')}\n`, { mode: isProgram ? 0o755 : 0o644 })
}

/**
 * Assembles the scripts in `from` and writes them to `to`, with the parts of libexec inserted. Returns one more part
 * for each script: the part that unsets the rest of the variables (see splitVariables).
 * @param {string} from
 * @param {string} to
 * @param {Record<string, string>} parts
 * @returns {Record<string, string>}
 */
export function assembleScripts(from, to, parts) {
  /** @type {Record<string, string>} */
  const own = {}
  for (const name of readdirSync(from).filter((name) => !name.endsWith('.sh'))) {
    // A file that is not sh stays as it is (doctor.mk).
    if (name.includes('.')) copyFileSync(`${from}/${name}`, `${to}/${name}`)
    else {
      const text = readFileSync(`${from}/${name}`, 'utf8')
      const { first, rest } = splitVariables(text, parts)
      const unread = `forget-rest-of-${name}`
      const read = (parts['read.sh'] ?? '').replace('@REST@', unread)
      own[`${unread}.sh`] = rest
      write(`${to}/${name}`, text, { ...parts, 'forget-own.sh': first, 'read.sh': read })
    }
  }
  return own
}

/**
 * Writes each of these parts to a file of its own. A script reads the file when it needs the part (libexec/read.sh).
 * @param {string} to
 * @param {Record<string, string>} parts
 */
export function writeParts(to, parts) {
  for (const [name, text] of Object.entries(parts)) write(`${to}/${name}`, text, parts)
}
