import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { compiled } from './compiled.mjs'

/*
 * A test process costs 0.4 s of CPU time before its first test: more than most test files need for all of theirs. So a
 * run of everything has one process for each folder of test/, which loads all test files in it. When files are named,
 * each has a process of its own.
 *
 * ava wants all tests of a process declared in one go, with different titles: a test file must not wait at its top
 * level, nor have a title that another one of its folder has.
 */

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Where the files are that load the others. */
export const together = '.cache/together'

/** What no folder's process loads: terraform is not for the unit tests, and `surroundings` runs the other tests again. */
const alone = ['emulator/test/terraform.test.ts', 'test/torture/surroundings.test.ts']

/** If ava can't load a process's tests, it ends the process, and with this many tests the reason is lost. */
const orSayWhy = `.catch((error) => {
  console.error(error)
  throw error
})
`

/**
 * Writes a file for each folder of test/ that loads its test files, and gives the names of these. The emulator's are
 * among the unit tests.
 */
export function writeTogether() {
  fs.mkdirSync(path.join(root, together), { recursive: true })
  const entries = fs.readdirSync(path.join(root, 'test'), { withFileTypes: true })
  return entries.flatMap((entry) => {
    if (!entry.isDirectory()) return []
    const folders = [`test/${entry.name}`, ...(entry.name === 'unit' ? ['emulator/test'] : [])]
    const files = folders.flatMap(testFiles)
    if (files.length === 0) return []
    const imports = files.map((file) => `import '../../${compiled}/${file.replace(/ts$/, 'js')}'\n`)
    write(path.join(root, together, `${entry.name}.mjs`), imports.join(''))
    const name = `${together}/${entry.name}.test.mjs`
    write(path.join(root, name), `await import('./${entry.name}.mjs')${orSayWhy}`)
    return [name]
  })
}

/** @param {string} folder */
function testFiles(folder) {
  const names = fs.readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
  return names
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`)
    .filter((file) => !alone.includes(file))
    .sort()
}

/**
 * Writes at once and whole: another run may be reading it.
 * @param {string} file
 * @param {string} text
 */
function write(file, text) {
  fs.writeFileSync(`${file}.${process.pid}`, text)
  fs.renameSync(`${file}.${process.pid}`, file)
}
