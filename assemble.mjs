// Assembles the sh scripts: everything that a shim reads goes into one file, without comments.
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** A line that sources a part which is always needed. Lines with `command .` stay as they are. */
const readsPart = /^ *\. "\$tfsso_prefix\/libexec\/([\w-]+\.sh)"$/

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
 * Our own variables that this text mentions.
 * @param {string} text
 */
function variables(text) {
  const functions = new Set([...text.matchAll(/(tfsso_\w+)\(\)/g)].map(([, name]) => name))
  const names = [...text.matchAll(/(?<![\w-])tfsso_\w*[a-z0-9](?!\w)/g)].map(([name]) => name)
  return new Set(names.filter((name) => !functions.has(name) && name !== 'tfsso_options'))
}

/**
 * A part that unsets variables, and never a function of the same name, as bash would.
 * @param {Iterable<string>} names
 */
const unset = (names) =>
  `# shellcheck shell=sh\n# reads: ; sets:\nunset -v ${[...names].sort().join(' ')}\n`

/**
 * The sh that unsets tfsso's own variables, so that a program inherits none of them. `first`: the variables that the
 * program itself mentions or that stored files set, to be unset at its start. `rest`: all others, to be unset before
 * the program reads its first part (libexec/read.sh).
 * @param {string} text
 * @param {Record<string, string>} parts
 */
function splitVariables(text, parts) {
  const all = [...variables(parts['forget-own.sh'] ?? '')]
  const itself = lines(text, { ...parts, 'forget-own.sh': '' }).join('\n')
  const first = variables(`${itself}\n${parts['forget-stored.sh']}`)
  return { first: unset(first), rest: unset(all.filter((name) => !first.has(name))) }
}

/**
 * The lines of a script with its parts inserted, without comments and indentation: sh takes about 1 ms to
 * read 100 KB.
 * @param {string} text
 * @param {Record<string, string>} parts
 * @returns {string[]}
 */
function lines(text, parts) {
  return text
    .split('\n')
    .flatMap((line) => {
      const [, part] = readsPart.exec(line) ?? []
      if (part === undefined) return [line]
      if (parts[part] === undefined) throw new Error(`there is no part ${part}`)
      return lines(parts[part], parts)
    })
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !/^#(?!!)/.test(line))
}

const note = '# Put together by build.mjs; the sources say why things are as they are.'

/**
 * @param {string} file
 * @param {string} text
 * @param {Record<string, string>} parts
 */
function write(file, text, parts) {
  const [first = '', ...rest] = lines(text, parts)
  const isProgram = first.startsWith('#!')
  const all = isProgram ? [first, note, ...rest] : [note, first, ...rest]
  writeFileSync(file, `${all.join('\n')}\n`, { mode: isProgram ? 0o755 : 0o644 })
}

/**
 * Assembles the scripts in `from` into `to`, with the parts of libexec inserted. Returns the parts that
 * belong to single scripts.
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
 * Writes the parts that the shim sources only when it needs them.
 * @param {string} to
 * @param {Record<string, string>} parts
 */
export function writeParts(to, parts) {
  for (const [name, text] of Object.entries(parts)) write(`${to}/${name}`, text, parts)
}
