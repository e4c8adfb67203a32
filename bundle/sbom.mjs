import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { execa } from 'execa'

/**
 * CycloneDX 1.6. Lists what is really bundled: the npm packages and the Go modules in hcl2json's WebAssembly. npm tools
 * don't see the Go modules.
 * @param {import('esbuild').Metafile} metafile
 * @param {string} root
 */
export async function billOfMaterials(metafile, root) {
  /** @type {{ components: { name: string, 'bom-ref': string }[], dependencies: { ref: string, dependsOn?: string[] }[] }} */
  const bill = JSON.parse(await npmPackages(metafile, root))
  const owner = bill.components.find(({ name }) => name === 'hcl2json')
  const modules = goModules(readFileSync(`${root}node_modules/@cdktf/hcl2json/main.wasm.gz`))
  bill.components.push(...modules)
  bill.dependencies.push(...modules.map(({ 'bom-ref': ref }) => ({ ref })))
  const owned = bill.dependencies.find(({ ref }) => ref === owner?.['bom-ref'])
  if (!owned) throw new Error('hcl2json is not in the bill of materials')
  owned.dependsOn = [...(owned.dependsOn ?? []), ...modules.map(({ 'bom-ref': ref }) => ref)]
  return `${JSON.stringify(bill, null, 2)}\n`
}

/**
 * Adds Node.js and its libraries (process.versions), for an archive that contains Node.js.
 * @param {string} bill
 * @param {Record<string, string>} versions
 */
export function withNode(bill, { node = '', ...versions }) {
  const whole = JSON.parse(bill)
  const component = (/** @type {string} */ name, /** @type {string} */ version) => {
    const purl = `pkg:generic/${name}@${encodeURIComponent(version)}`
    return { type: 'library', name, version, 'bom-ref': purl, scope: 'required', purl }
  }
  const interfaces = ['modules', 'napi']
  const parts = Object.entries(versions)
    .filter(([name]) => !interfaces.includes(name))
    .map(([name, version]) => component(name, version))
  const own = { ...component('node', node), type: 'platform' }
  whole.components.push(own, ...parts)
  const refs = parts.map(({ 'bom-ref': ref }) => ref)
  whole.dependencies.push({ ref: own['bom-ref'], dependsOn: refs }, ...refs.map((ref) => ({ ref })))
  return `${JSON.stringify(whole, null, 2)}\n`
}

/**
 * The bill of the npm packages, without time and serial number. So the same bundle always has the same bill.
 * @param {import('esbuild').Metafile} metafile
 * @param {string} root
 */
async function npmPackages(metafile, root) {
  const directory = mkdtempSync(path.join(tmpdir(), 'tfsso-sbom-'))
  try {
    const file = path.join(directory, 'metafile.json')
    // esbuild reads some code of build.mjs on stdin. In the metafile this code has the name <stdin>, which is no file.
    writeFileSync(file, JSON.stringify(metafile).replaceAll('"<stdin>"', '"build.mjs"'))
    const options = ['--output-reproducible', '--validate', '--spec-version', '1.6']
    const { stdout } = await execa(
      'cyclonedx-esbuild',
      [...options, '--build-working-dir', root, file],
      { preferLocal: true, localDir: root },
    )
    return stdout
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/**
 * The module list that the Go linker puts into a program (runtime/debug, BuildInfo).
 * @param {Uint8Array} program
 */
function goModules(program) {
  const text = gunzipSync(program).toString('latin1')
  return [...text.matchAll(/^dep\t(\S+)\t(\S+)\t/gm)].map(([, name = '', version = '']) => {
    const purl = `pkg:golang/${name}@${version}`
    return { type: 'library', name, version, 'bom-ref': purl, scope: 'required', purl }
  })
}
