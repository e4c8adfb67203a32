'use strict'
// Starts tfsso. A shim waits for it, so V8 is spared the compiling: beside each file of the bundle may
// lie its compiled code, made at install time by `node lib/cli.js --compile` for the Node that is
// recorded there. V8 itself refuses what another version made, and compiles as usual.
const fs = require('node:fs')
const path = require('node:path')
const vm = require('node:vm')

const modules = new Map()

/** A file of the bundle as CommonJS, with what it requires from its own directory loaded in this way. */
function load(file) {
  const known = modules.get(file)
  if (known) return known.module.exports
  const source = fs.readFileSync(file, 'utf8')
  const script = new vm.Script(
    `(function (exports, require, module, __filename, __dirname) {${source}\n})`,
    { filename: file, cachedData: readCompiled(file) },
  )
  const module = { exports: {} }
  modules.set(file, { script, module })
  const requireFrom = (name) =>
    name.startsWith('./') ? load(path.join(__dirname, name)) : require(name)
  script
    .runInThisContext()
    .call(module.exports, module.exports, requireFrom, module, file, __dirname)
  return module.exports
}

function readCompiled(file) {
  try {
    return fs.readFileSync(`${file}.compiled`)
  } catch {
    return undefined
  }
}

/** Writes the compiled code of what a fetch of role credentials needs. */
async function compile() {
  const { warmUp } = load(path.join(__dirname, 'tfsso.js'))
  await warmUp()
  for (const [file, { script }] of modules)
    fs.writeFileSync(`${file}.compiled`, script.createCachedData())
}

if (process.argv[2] === '--compile') void compile()
else load(path.join(__dirname, 'tfsso.js')).start()
