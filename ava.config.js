import { statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import path from 'node:path'
import { compile } from './test/prepare/compile.mjs'
import { compiled } from './test/prepare/compiled.mjs'
import { openGate } from './test/prepare/gate.mjs'
import { pointer } from './test/prepare/installation.mjs'
import { measureNodeMs } from './test/prepare/node-ms.mjs'
import { together, writeTogether } from './test/prepare/together.mjs'

/** These start first because they take longest: otherwise they would still run when all others have ended. */
const longest = ['surroundings', 'person', 'shim', 'e2e', 'torture', 'commands', 'install']
/** @param {string} file */
const rank = (file) => {
  const at = longest.indexOf(path.basename(file).replace(/\.test\.\w+$/, ''))
  return at < 0 ? longest.length : at
}

// The tester's own settings for AWS and tfsso must not reach the tests.
for (const name of Object.keys(process.env))
  if (/^(AWS_|TFSSO($|_(?!TEST_|TORTURE)))/.test(name)) delete process.env[name]

// Otherwise install.sh would reinstall the dependencies in the middle of a run, without those for tests.
const lock = (/** @type {string} */ file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
if (lock('package-lock.json') > lock('node_modules/.package-lock.json'))
  throw new Error('The dependencies are out of date: run sh test/dependencies.sh')

const cores = availableParallelism()
const nodeMs = Number(process.env.TFSSO_TEST_NODE_MS) || measureNodeMs()
await compile({ watch: process.argv.some((arg) => arg === '--watch' || arg === '-w') })

const folders = writeTogether()
const apart =
  process.env.TFSSO_TEST_COSTS !== undefined ||
  process.argv.slice(2).some((arg) => /[/*]/.test(arg) && !arg.startsWith(together))
const files = ['test/**/*.test.ts', 'emulator/**/*.test.ts']
// This file runs the other tests again, which takes minutes.
if (!process.env.TFSSO_TORTURE) files.push('!test/torture/surroundings.test.ts')

export default {
  files: apart ? files : [...folders, 'emulator/test/terraform.test.ts'],
  typescript: {
    compile: false,
    rewritePaths: {
      'test/': `${compiled}/test/`,
      'emulator/': `${compiled}/emulator/`,
      'lib/': `${compiled}/lib/`,
    },
  },
  nodeArguments: [
    '--enable-source-maps',
    ...(process.env.TFSSO_TEST_COSTS ? ['--import=./test/prepare/costs.mjs'] : []),
  ],
  workerThreads: false,
  concurrency: cores,
  // A test that gives no result for this long hangs.
  timeout: `${15 * nodeMs}s`,
  environmentVariables: {
    TFSSO_TEST_NODE_MS: String(nodeMs),
    TFSSO_TEST_GATE: await openGate(cores),
    TFSSO_TEST_POINTER: pointer(),
  },
  /**
   * @param {string} a
   * @param {string} b
   */
  sortTestFiles: (a, b) => rank(a) - rank(b) || (a < b ? -1 : 1),
}
