'use strict'
// Starts tfsso. A shim waits for it, so V8 is spared the compiling: beside each file of the bundle may
// lie its compiled code, made at install time by `node lib/cli.js --compile` for the Node that is
// recorded there. V8 itself refuses what another version made, and compiles as usual.
const fs = require('node:fs')
const path = require('node:path')
const vm = require('node:vm')

// All that asks AWS or reads tfvars needs it. Loaded here, while V8 takes node's compiled code for it.
require('node:crypto')
const v8 = require('node:v8')

const modules = new Map()

/**
 * A file of the bundle as CommonJS, with what it requires from its own directory loaded in this way.
 * Otherwise V8 does without its optimising compiler, which would take 4 MB and some ms of a process that
 * ends in 50; but compiled code it takes only with the flags that it was made with, node's own included.
 */
function load(file) {
  const known = modules.get(file)
  if (known) return known.module.exports
  v8.setFlagsFromString('--opt')
  try {
    return run(file)
  } finally {
    v8.setFlagsFromString('--no-opt')
  }
}

function run(file) {
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

/** What a shim may wait for: a grant, with a refresh and a fetch. */
const waitedFor = ['tfsso.js', 'client-sso.js', 'client-sso-oidc.js']

/** Writes its compiled code. */
async function compile() {
  const { warmUp } = load(path.join(__dirname, 'tfsso.js'))
  await warmUp()
  v8.setFlagsFromString('--opt')
  for (const name of waitedFor) {
    const file = path.join(__dirname, name)
    fs.writeFileSync(`${file}.compiled`, modules.get(file).script.createCachedData())
  }
}

if (process.argv[2] === '--compile') void compile()
else load(path.join(__dirname, 'tfsso.js')).start()
