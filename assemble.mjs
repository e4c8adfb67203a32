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
  return { ...parts, 'forget-own.sh': forgetOwn(Object.values(parts).join('\n')) }
}

/**
 * A part that unsets all of tfsso's own variables that this text mentions.
 * @param {string} text
 */
function forgetOwn(text) {
  const functions = new Set([...text.matchAll(/(tfsso_\w+)\(\)/g)].map(([, name]) => name))
  const names = [...text.matchAll(/(?<![\w-])tfsso_\w*[a-z0-9](?!\w)/g)].map(([name]) => name)
  const variables = names.filter((name) => !functions.has(name) && name !== 'tfsso_options')
  return `# shellcheck shell=sh\n# reads: ; sets:\nunset ${[...new Set(variables)].sort().join(' ')}\n`
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
 * Assembles the scripts in `from` into `to`, with the parts of libexec inserted.
 * @param {string} from
 * @param {string} to
 * @param {Record<string, string>} parts
 */
export function assembleScripts(from, to, parts) {
  for (const name of readdirSync(from).filter((name) => !name.endsWith('.sh'))) {
    // A file that is not sh stays as it is (doctor.mk).
    if (name.includes('.')) copyFileSync(`${from}/${name}`, `${to}/${name}`)
    else write(`${to}/${name}`, readFileSync(`${from}/${name}`, 'utf8'), parts)
  }
}

/**
 * Writes the parts that the shim sources only when it needs them.
 * @param {string} to
 * @param {Record<string, string>} parts
 */
export function writeParts(to, parts) {
  for (const [name, text] of Object.entries(parts)) write(`${to}/${name}`, text, parts)
}
