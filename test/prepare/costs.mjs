import fs from 'node:fs'
import path from 'node:path'

/*
 * Loaded into each test process when TFSSO_TEST_COSTS names a file. When the process ends, this adds a line to the
 * file: the CPU time (s) of the process and of the children that it has waited for, and the test file. Linux only,
 * because it reads /proc. `sort -rn` shows the most expensive file first.
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
