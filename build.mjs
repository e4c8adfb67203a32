// Builds dist/: all that an installation consists of, but for what depends on the machine.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = fileURLToPath(new URL('.', import.meta.url))
const dist = `${root}dist`

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist)
await build({
  absWorkingDir: root,
  entryPoints: ['lib/cli.ts'],
  outdir: 'dist/lib',
  bundle: true,
  // Chunks by dynamic import, so that each command loads only what it uses.
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  // The SDK's ES modules can be shaken; its CommonJS can't.
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  // hcl2json asks for it only where globalThis has none, which Node always has.
  external: ['performance'],
  legalComments: 'none',
  // What is CommonJS in the bundle (hcl2json, parts of yargs) expects these.
  define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
  banner: {
    js: "import{createRequire as tfssoRequire}from'node:module';const require=tfssoRequire(import.meta.url);",
  },
  logLevel: 'warning',
})
for (const directory of ['shims', 'libexec', 'bin', 'install', 'install.sh', 'LICENSE'])
  cpSync(`${root}${directory}`, `${dist}/${directory}`, { recursive: true })
// hcl2json looks for it beside the directory that it lies in.
cpSync(`${root}node_modules/@cdktf/hcl2json/main.wasm.gz`, `${dist}/main.wasm.gz`)
const { name, version, license } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const manifest = { name, version, license, type: 'module' }
writeFileSync(`${dist}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`)
