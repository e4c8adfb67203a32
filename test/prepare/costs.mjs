import fs from 'node:fs'
import path from 'node:path'

/*
 * When a test process ends, adds a line to the file that TFSSO_TEST_COSTS names: three CPU times (s) and the test file.
 * The times are the sum, the process's own, and that of the children that it has waited for. Linux only, because of
 * /proc.
 */

/** @type {string | undefined} */
let file
process.on('message', (/** @type {any} */ message) => {
  file ??= message?.ava?.options?.file
})
process.on('exit', () => {
  const list = process.env.TFSSO_TEST_COSTS
  if (file === undefined || list === undefined) return
  const stat = fs.readFileSync('/proc/self/stat', 'latin1')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields
    .slice(11, 15)
    .map(Number)
  const own = (user + system) / 100
  const children = (childrenUser + childrenSystem) / 100
  const line = [own + children, own, children].map((seconds) => seconds.toFixed(1).padStart(6))
  fs.appendFileSync(list, `${line.join(' ')} ${path.relative('.', file)}\n`)
})
