'use strict'
// Starts tfsso. A shim waits for it, so V8 is spared the compiling: beside each file that it needs may lie its
// compiled code, made at install time by `node lib/cli.js --compile` for the Node that
// is recorded there. V8 itself refuses what another version made, and compiles as usual.
const fs = require('node:fs')
const path = require('node:path')
const v8 = require('node:v8')
const vm = require('node:vm')

const bundle = 'tfsso.js'
/** What libexec and SDKs wait for, and nothing else (shim-cli.ts). */
const shimBundle = 'shim.js'
const shimCommands = ['grant', 'account-grant', 'same-account', 'real-tool', 'credentials']

/**
 * V8 does without its optimizing compiler, which would take 4 MB and some ms of a process that ends in
 * 50. But compiled code it takes only with the flags that it was made with, node's own included.
 * @template T
 * @param {() => T} load
 * @returns {T}
 */
function withNodesFlags(load) {
  v8.setFlagsFromString('--opt')
  try {
    return load()
  } finally {
    v8.setFlagsFromString('--no-opt')
  }
}

v8.setFlagsFromString('--no-opt')

const modules = new Map()

/**
 * @param {string} file
 * @param {string} what
 * @returns {never}
 */
function refuse(file, what) {
  process.stderr.write(
    `tfsso: the installation is damaged: ${file} is ${what}; run its install.sh again\n`,
  )
  process.exit(1)
}

/**
 * A file of the bundle as the function that it is in CommonJS; from its compiled code, if V8 takes that.
 * @param {string} file
 */
function compile(file) {
  try {
    const source = fs.readFileSync(file, 'utf8')
    return withNodesFlags(
      () =>
        new vm.Script(
          `(function (exports, require, module, __filename, __dirname) {${source}\n})`,
          { filename: file, cachedData: readCompiled(file) },
        ),
    )
  } catch (error) {
    const isGone = /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT'
    return refuse(file, isGone ? 'missing' : 'spoiled')
  }
}

/**
 * A file of the bundle, with what it requires from its own directory loaded in this way, too.
 * @param {string} name
 * @returns {any}
 */
function load(name) {
  const known = modules.get(name)
  if (known) return known.module.exports
  const file = path.join(__dirname, name)
  const script = compile(file)
  // hcl2json looks for it there.
  const parser = path.join(__dirname, '../main.wasm.gz')
  if (name === 'hcl2json.js' && !fs.existsSync(parser)) refuse(parser, 'missing')
  const module = { exports: {} }
  modules.set(name, { file, script, module })
  script
    .runInThisContext()
    .call(module.exports, module.exports, requireFrom, module, file, __dirname)
  return module.exports
}

/** @param {string} name */
function requireFrom(name) {
  if (name.startsWith('./')) return load(name.slice(2))
  return inherited.get(name) ?? withNodesFlags(() => require(name))
}

/**
 * For each module that imports one of these, esbuild copies all that it has of its own. Here that is
 * nothing: it inherits it.
 */
const inherited = new Map(
  ['node:fs', 'node:os', 'node:path'].map((name) => [name, Object.create(require(name))]),
)

/** @param {string} file */
function readCompiled(file) {
  try {
    return fs.readFileSync(`${file}.compiled`)
  } catch {
    return undefined
  }
}

/**
 * Runs commands and writes the compiled code of all that took part, and of nothing else.
 * @param {readonly string[][]} commands
 */
async function keepCompiled(commands) {
  const { main } = load(shimBundle)
  for (const command of commands) await main(command)
  // What every other command loads.
  await load(bundle).main(['--version'])
  v8.setFlagsFromString('--opt')
  for (const { file, script } of modules.values())
    fs.writeFileSync(`${file}.compiled`, script.createCachedData())
}

/** Whether there is compiled code of both bundles, and this Node takes all that there is. */
function isCompiled() {
  const files = fs.readdirSync(__dirname).filter((name) => name.endsWith('.js.compiled'))
  return (
    [bundle, shimBundle].every((name) => files.includes(`${name}.compiled`)) &&
    files.every(
      (name) => compile(path.join(__dirname, name.slice(0, -9))).cachedDataRejected === false,
    )
  )
}

const [, , command = '', commands = ''] = process.argv
if (command === '--compile') {
  if (!isCompiled()) void load(bundle).warmUp(__filename)
} else if (command === '--keep-compiled') void keepCompiled(JSON.parse(commands))
else if (command === '--try') {
  load(shimBundle)
  process.argv[2] = '--version'
  load(bundle).start()
} else load(shimCommands.includes(command) ? shimBundle : bundle).start()
