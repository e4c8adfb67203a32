'use strict'
// Starts tfsso. Shims wait for this, so V8 loads compiled code if it can. The compiled code of a file is beside that
// file. The installation makes the compiled code with `node lib/cli.js --compile`, for the Node.js that it records. Any
// other Node.js compiles the files as usual.
const fs = require('node:fs')
const path = require('node:path')
const v8 = require('node:v8')
const vm = require('node:vm')

const bundle = 'tfsso.js'
/** The bundle of the commands that a shim or an SDK waits for (shim-cli.ts). */
const shimBundle = 'shim.js'
const shimCommands = ['grant', 'account-grant', 'same-account', 'real-tool', 'credentials']

/**
 * Switches V8's optimizing compiler on for `load`, because V8 accepts compiled code only with the flags that were set
 * when the code was made. At all other times (except in `keepCompiled`) the compiler is off, because it would cost 4 MB
 * and several ms in a process that ends after 50 ms.
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
 * The ending of files with compiled code. It names the Node.js that made the code, by its version and size. V8 itself
 * checks only its own version, so Node.js 20.20.2 would accept the code of 20.19.6, and crash. The size tells two
 * builds of one version apart.
 */
const compiledBy = `.${process.version}-${fs.statSync(process.execPath, { throwIfNoEntry: false })?.size}.compiled`

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
 * Makes a script from a file of the bundle. The script's result is a CommonJS function. Uses the file's compiled code
 * if V8 accepts it. Ends the process with exit code 1 if the file is missing or invalid.
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
 * The exports of a file of the bundle. Other files of the bundle that it requires are loaded in the same
 * way.
 * @param {string} name
 * @returns {any}
 */
function load(name) {
  const known = modules.get(name)
  if (known) return known.module.exports
  const file = path.join(__dirname, name)
  const script = compile(file)
  // hcl2json.js reads the parser's file as soon as node loads hcl2json.js.
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
 * esbuild copies a module's own properties into each module that imports it. These objects inherit everything and have
 * no properties of their own, so esbuild's code has nothing to copy.
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
 * Runs commands, and then writes the compiled code of all files of the bundle that are loaded by then.
 * @param {readonly string[][]} commands
 */
async function keepCompiled(commands) {
  const { main } = load(shimBundle)
  for (const command of commands) await main(command)
  // `--version` loads the code that all commands of the main bundle need.
  await load(bundle).main(['--version'])
  v8.setFlagsFromString('--opt')
  // Remove all older compiled code, for example the code that another Node.js made.
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
