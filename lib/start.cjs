'use strict'
// Starts tfsso. Shims wait for the start. So V8 does not compile a file if usable compiled code is stored beside the
// file. The installation makes the compiled code (`--compile`) for the Node.js that the installation records.
const fs = require('node:fs')
const path = require('node:path')
const v8 = require('node:v8')
const vm = require('node:vm')

const bundle = 'tfsso.js'
/** The bundle of the commands that a shim or an SDK waits for (shim-cli.ts). */
const shimBundle = 'shim.js'
const shimCommands = ['grant', 'account-grant', 'same-account', 'real-tool', 'credentials']

/**
 * Calls `load` with the optimizing compiler on. Compiled code was made with this compiler on, and V8 accepts the code
 * only with the same flags. At other times (except in `keepCompiled`) the compiler is off: it would cost 4 MB and
 * several ms.
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

/**
 * Version and size of the Node.js that made the compiled code. V8 checks only its own version, so Node.js 20.20.2 would
 * accept the code of 20.19.6, and crash. The size tells two builds of one version apart.
 */
const compiledBy = `.${process.version}-${fs.statSync(process.execPath, { throwIfNoEntry: false })?.size}.compiled`

const modules = new Map()

/**
 * @param {string} file
 * @param {string} what
 * @returns {never}
 */
function refuse(file, what) {
  // An uninstall, or the second upgrade since the start, removes the whole directory of this version.
  const message = fs.existsSync(__dirname)
    ? `the installation is damaged: ${file} is ${what}; run its install.sh again`
    : 'the installation was upgraded or removed meanwhile: run the command again.'
  process.stderr.write(`tfsso: ${message}\n`)
  process.exit(1)
}

/**
 * Makes a script from a file. The script's result is a function that runs the file as a CommonJS module. If V8 accepts
 * the file's compiled code, V8 does not compile the file.
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
    return refuse(file, isGone ? 'missing' : 'invalid')
  }
}

/**
 * The exports of a file of the bundle.
 * @param {string} name
 * @returns {any}
 */
function load(name) {
  const known = modules.get(name)
  if (known) return known.module.exports
  const file = path.join(__dirname, name)
  const script = compile(file)
  // hcl2json.js reads main.wasm.gz as soon as node loads hcl2json.js.
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
 * Each of these objects inherits a module's properties, but has none of its own. esbuild's code copies only own
 * properties into each importing module, so it copies nothing here.
 */
const inherited = new Map(
  ['node:fs', 'node:os', 'node:path'].map((name) => [name, Object.create(require(name))]),
)

/** @param {string} file */
function readCompiled(file) {
  try {
    return fs.readFileSync(file + compiledBy)
  } catch {
    return undefined
  }
}

/**
 * Runs commands of the shim bundle. Then writes the compiled code of all loaded files, of both bundles.
 * @param {readonly string[][]} commands
 */
async function keepCompiled(commands) {
  const { main } = load(shimBundle)
  for (const command of commands) await main(command)
  // `--version` loads the code that all commands of the main bundle need.
  await load(bundle).main(['--version'])
  v8.setFlagsFromString('--opt')
  // Remove older compiled code, for example of another Node.js.
  for (const name of fs.readdirSync(__dirname))
    if (name.endsWith('.compiled')) fs.rmSync(path.join(__dirname, name))
  for (const { file, script } of modules.values())
    fs.writeFileSync(file + compiledBy, script.createCachedData())
}

/** Whether both bundles have compiled code, and this Node.js accepts all of it. */
function isCompiled() {
  const names = fs.readdirSync(__dirname).filter((name) => name.endsWith(compiledBy))
  const files = names.map((name) => name.slice(0, -compiledBy.length))
  return (
    [bundle, shimBundle].every((name) => files.includes(name)) &&
    files.every((name) => compile(path.join(__dirname, name)).cachedDataRejected === false)
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
