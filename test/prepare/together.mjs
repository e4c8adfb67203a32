import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { compiled } from './compiled.mjs'

/*
 * A test process needs 0.4 s of CPU time before its first test. So if all tests run, each folder of test/ has one
 * process. If files are named, or TFSSO_TEST_COSTS is set, each file has its own. ava wants all tests of a process
 * declared in one go, with different titles. So a test file must not `await` at its top level, and two tests of a
 * folder must not have the same title.
 */

const root = fileURLToPath(new URL('../../', import.meta.url))

/** The directory of the files that load the test files. */
export const together = '.cache/together'

/**
 * Files that need their own process. The first needs terraform, which unit tests must not need. The second starts other
 * tests.
 */
const alone = ['emulator/test/terraform.test.ts', 'test/torture/surroundings.test.ts']

/** `npm run test:unit` makes no installation, so `installation` (test/rig/install.ts) must fail. */
const noInstallation = "process.env.TFSSO_TEST_POINTER = ''\n"

/** If ava can't load a file with very many tests, it ends the process and does not print the reason. */
const orSayWhy = `.catch((error) => {
  console.error(error)
  throw error
})
`

/**
 * Writes a FOLDER.test.mjs for each folder of test/ that contains test files. FOLDER.test.mjs loads these files
 * (through FOLDER.mjs). `unit.test.mjs` also loads the emulator's tests. Returns the paths of all FOLDER.test.mjs.
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
    const before = entry.name === 'unit' ? noInstallation : ''
    write(path.join(root, name), `${before}await import('./${entry.name}.mjs')${orSayWhy}`)
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
 * Replaces the file in one step: another test run could be reading it.
 * @param {string} file
 * @param {string} text
 */
function write(file, text) {
  fs.writeFileSync(`${file}.${process.pid}`, text)
  fs.renameSync(`${file}.${process.pid}`, file)
}
