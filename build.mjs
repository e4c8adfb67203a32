// Builds dist/: everything in an installation except what depends on the machine.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { assembleScripts, readParts, writeParts } from './assemble.mjs'
import { licenseTexts } from './bundle/licenses.mjs'
import { manifest } from './bundle/manifest.mjs'
import { bundledPackages } from './bundle/packages.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))
const dist = `${root}dist`
const checkout = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))

/**
 * Each package that lib and emulator import, and its bundled file. node loads a bundled file only when it is needed.
 * Packages that share most of their code share a file.
 * @type {Record<string, string>}
 */
const packages = {
  '@aws-sdk/client-sso': 'sso-clients',
  '@aws-sdk/client-sso-oidc': 'sso-clients',
  '@aws-sdk/client-sts': 'job-clients',
  '@aws-sdk/credential-providers': 'job-clients',
  '@bufbuild/protobuf/wire': 'protobuf-wire',
  '@cdktf/hcl2json': 'hcl2json',
  '@msgpack/msgpack': 'msgpack',
  '@smithy/signature-v4': 'signature-v4',
  execa: 'execa',
  fflate: 'fflate',
  hpagent: 'hpagent',
  leven: 'leven',
  open: 'open',
  'p-limit': 'p-limit',
  'proper-lockfile': 'proper-lockfile',
  uqr: 'uqr',
  yaml: 'yaml',
  yargs: 'yargs',
}

/**
 * Only these exports are bundled.
 * @type {Record<string, string>}
 */
const usedOnly = {
  '@bufbuild/protobuf/wire': 'BinaryReader, WireType',
  '@msgpack/msgpack': 'decode',
  fflate: 'unzipSync',
  uqr: 'renderUnicodeCompact',
}

/**
 * CommonJS, because node starts it 5 ms sooner than ES modules. import() becomes a plain require.
 * @satisfies {import('esbuild').BuildOptions}
 */
const settings = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  platform: 'node',
  target: checkout.engines.node.replace('>=', 'node'),
  supported: { 'dynamic-import': false },
  // esbuild can remove unused code from the SDK's ES modules, but not from its CommonJS.
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none', // THIRD-PARTY-LICENSES has the licenses
  define: { 'import.meta.url': 'tfssoFile.url', 'import.meta.dirname': '__dirname' },
  // The getter `url` loads node:url only if the code uses import.meta.url.
  banner: {
    js: "const tfssoFile={get url(){return require('node:url').pathToFileURL(__filename).href}};",
  },
  // hcl2json requires the package `performance` only if there is no global `performance`. Node.js has this global.
  external: ['performance'],
  logLevel: 'warning',
}

/**
 * Modules that replace packages in a bundled file. proper-lockfile gets its fs from lib/lock, so it never uses
 * graceful-fs. Loading graceful-fs or node's assert takes longer than taking a lock. bundle/gunzip.cjs is faster than
 * zlib.
 * @type {Record<string, Record<string, string>>}
 */
const aliases = {
  'proper-lockfile': { 'graceful-fs': 'node:fs', assert: `${root}bundle/assert.cjs` },
  hcl2json: { zlib: `${root}bundle/gunzip.cjs` },
}

/** @type {import('esbuild').Plugin} */
const packagesApart = {
  name: 'packages-apart',
  setup({ onResolve }) {
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
      if (path in packages && ['dynamic-import', 'import-statement'].includes(kind))
        return { path: `./${packages[path]}.js`, external: true }
    })
  },
}

/**
 * esbuild's list of the source files in each bundled file. release.mjs makes the SBOM from it.
 * @type {import('esbuild').Metafile}
 */
export const metafile = { inputs: {}, outputs: {} }

/** @param {import('esbuild').BuildOptions} options */
async function write(options) {
  const { metafile: one } = await build({ ...settings, ...options, metafile: true })
  // For each bundled file of packages, esbuild reads generated code from stdin. In the metafile this code is always
  // called `<stdin>`. So each new entry `<stdin>` replaces the previous entry. The new entry must also contain the
  // previous entry's imports.
  one.inputs['<stdin>']?.imports.push(...(metafile.inputs['<stdin>']?.imports ?? []))
  Object.assign(metafile.inputs, one.inputs)
  Object.assign(metafile.outputs, one.outputs)
}

/**
 * Generates text for sh with lib/shell-parts.ts: writes the generated files that changed, returns the generated parts
 * of libexec.
 */
async function generate() {
  const { outputFiles } = await build({
    entryPoints: [`${root}lib/shell-parts.ts`],
    bundle: true,
    external: ['../../commands/*'], // only the descriptions of commands are needed, not their code
    format: 'esm',
    platform: 'node',
    write: false,
  })
  const [{ text }] = /** @type {[import('esbuild').OutputFile]} */ (outputFiles)
  const code = Buffer.from(text).toString('base64')
  const { generatedParts, generatedFiles } = await import(`data:text/javascript;base64,${code}`)
  for (const [name, text] of Object.entries(generatedFiles())) {
    const file = `${root}${name}`
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text)
  }
  return generatedParts()
}

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
for (const [entry, outfile] of Object.entries({
  'lib/cli.ts': 'dist/lib/tfsso.js',
  'lib/shim-cli.ts': 'dist/lib/shim.js',
  'lib/install-cli.ts': 'dist/lib/install.js',
}))
  await write({ entryPoints: [entry], outfile, plugins: [packagesApart] })
/**
 * The line that exports this package. import() of a CommonJS file gives `module.exports` as `default`. So the default
 * export of `open`, `p-limit` and `yargs` must become `module.exports`.
 * @param {string} name
 */
function exportsOf(name) {
  if (['open', 'p-limit', 'yargs'].includes(name))
    return `module.exports = require('${name}').default`
  if (name in usedOnly) return `export { ${usedOnly[name]} } from '${name}'`
  if (/^@(aws-sdk|smithy)\//.test(name) || name === 'leven') return `export * from '${name}'`
  return `module.exports = require('${name}')`
}
for (const file of new Set(Object.values(packages))) {
  const names = Object.keys(packages).filter((name) => packages[name] === file)
  await write({
    stdin: { contents: names.map(exportsOf).join('\n'), resolveDir: root },
    minifyIdentifiers: true,
    outfile: `dist/lib/${file}.js`,
    alias: aliases[file] ?? {},
  })
}
const parts = readParts(`${root}libexec`, await generate())
mkdirSync(`${dist}/libexec`)
writeParts(`${dist}/libexec`, parts)
for (const part of ['shims', 'libexec', 'bin']) {
  mkdirSync(`${dist}/${part}`, { recursive: true })
  writeParts(`${dist}/libexec`, assembleScripts(`${root}${part}`, `${dist}/${part}`, parts))
}
for (const part of 'install.sh uninstall.sh CHANGELOG.md LICENSE npm README.md'.split(' '))
  cpSync(`${root}${part}`, `${dist}/${part}`, { recursive: true })
cpSync(`${root}lib/start.cjs`, `${dist}/lib/cli.js`)
// hcl2json looks for this file in the directory above its own.
cpSync(`${root}node_modules/@cdktf/hcl2json/main.wasm.gz`, `${dist}/main.wasm.gz`)
writeFileSync(`${dist}/THIRD-PARTY-LICENSES`, licenseTexts(bundledPackages(metafile, root), root))
const bundled = manifest(checkout, process.env)
writeFileSync(`${dist}/package.json`, `${JSON.stringify(bundled, null, 2)}\n`)
// man-db looks here for the manual page of a program in bin.
mkdirSync(`${dist}/man/man1`, { recursive: true })
writeFileSync(
  `${dist}/man/man1/tfsso.1`,
  execFileSync(process.execPath, [`${dist}/lib/cli.js`, 'man']),
)
// `tfsso doctor` looks for these files.
const running = ['bin', 'lib', 'libexec', 'npm'].flatMap((part) =>
  readdirSync(`${dist}/${part}`).map((name) => `${part}/${name}`),
)
const others = ['install.sh', 'uninstall.sh', 'main.wasm.gz', 'package.json']
writeFileSync(`${dist}/libexec/files`, `${[...running, ...others].sort().join('\n')}\n`)
