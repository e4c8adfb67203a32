// Assembles the sh scripts: puts the parts that a script always needs into the script's file, and removes comments.
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** A line that sources a part. The part's text replaces it. Lines with `command .` don't match. */
const readsPart = /^( *)\. "\$tfsso_prefix\/libexec\/([\w-]+\.sh)"$/

/**
 * The texts of all parts by file name: those in libexec and the generated ones.
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
 * Without `-v`, bash's `unset NAME` removes the function NAME if there is no variable NAME.
 * @param {Iterable<string>} names
 */
const unset = (names) =>
  `# shellcheck shell=sh\n# reads: ; sets:\nunset -v ${[...names].sort().join(' ')}\n`

/**
 * Two parts that unset tfsso's variables, because a value from the environment could mislead the script. Also, an
 * inherited variable stays exported. So a secret that the script puts into it would reach every program that the script
 * starts. `first` runs at the start. It unsets what the script might use before setting it. `rest` runs before the
 * first part is read from a file (libexec/read.sh). It unsets the variables that the script itself does not mention.
 * Neither unsets the variables that stored files (such as grants) set: forget-stored.sh does that.
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
 * The variables whose first mention in these lines is an assignment outside any function or condition.
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
 * The script's lines without comments. Each line that sources a part becomes the part's lines.
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
  // Leave out indentation and empty lines: sh takes about 1 ms to read 100 KB.
  const [first = '', ...rest] = withParts(text, parts)
    .map((line) => line.trimStart())
    .filter((line) => line !== '')
  const isProgram = first.startsWith('#!')
  const all = isProgram ? [first, note, ...rest] : [note, first, ...rest]
  writeFileSync(file, `${all.join('\n')}\n`, { mode: isProgram ? 0o755 : 0o644 })
}

/**
 * Assembles the scripts of `from` into `to`. Returns the part `rest` for each script (see splitVariables).
 * @param {string} from
 * @param {string} to
 * @param {Record<string, string>} parts
 * @returns {Record<string, string>}
 */
export function assembleScripts(from, to, parts) {
  /** @type {Record<string, string>} */
  const own = {}
  for (const name of readdirSync(from).filter((name) => !name.endsWith('.sh'))) {
    // doctor.mk is not sh: it is copied unchanged.
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
 * Writes each part to its own file, for libexec/read.sh.
 * @param {string} to
 * @param {Record<string, string>} parts
 */
export function writeParts(to, parts) {
  for (const [name, text] of Object.entries(parts)) write(`${to}/${name}`, text, parts)
}
