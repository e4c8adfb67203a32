// Puts the scripts of sh together: what a shim reads on its way stands in one file, without comments.
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** A line that reads a part which is always needed. Those by `command .` are left as they are. */
const readsPart = /^ *\. "\$tfsso_prefix\/libexec\/([\w-]+\.sh)"$/

/**
 * A script as lines, with its parts in place; `parts` is the directory of libexec's sources. Without
 * comments and indentation: sh takes about 1 ms for 100 KB of text.
 * @param {string} file
 * @param {string} parts
 * @returns {string[]}
 */
function lines(file, parts) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, part] = readsPart.exec(line) ?? []
      return part ? lines(`${parts}/${part}`, parts) : [line]
    })
    .map((line) => line.trimStart())
    .filter((line) => line !== '' && !/^#(?!!)/.test(line))
}

/**
 * Writes what the scripts in `from` come to into `to`.
 * @param {string} from
 * @param {string} to
 * @param {string} parts
 */
export function assembleScripts(from, to, parts) {
  for (const name of readdirSync(from)) {
    // What is no sh stays as it is (doctor.mk).
    if (/\.(?!sh$)/.test(name)) {
      copyFileSync(`${from}/${name}`, `${to}/${name}`)
      continue
    }
    const [first = '', ...rest] = lines(`${from}/${name}`, parts)
    const note = '# Put together by build.mjs; the sources say why things are as they are.'
    const text = first.startsWith('#!') ? [first, note, ...rest] : [note, first, ...rest]
    writeFileSync(`${to}/${name}`, `${text.join('\n')}\n`, {
      mode: first.startsWith('#!') ? 0o755 : 0o644,
    })
  }
}
