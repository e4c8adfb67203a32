import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { execa } from 'execa'
import { walk } from '../install/rig.ts'
import { repository, temporary } from '../rig/install.ts'
import { bundleOf, makeRelease, sharedRelease } from './rig.ts'

const json = (...at: string[]) => JSON.parse(fs.readFileSync(path.join(...at), 'utf8'))

const checkout = json(repository, 'package.json')
const lock = json(repository, 'package-lock.json')
const unpacked = temporary('tfsso-bundle-')
let release = ''
let again = ''

test.before(async () => {
  ;[release, again] = await Promise.all([sharedRelease(), makeRelease('go=')])
  execFileSync('tar', ['xpf', bundleOf(release), '-C', unpacked])
})

const name = `tfsso-${checkout.version}`

/** The npm packages in the bill of materials, as name@version. */
function billed(): string[] {
  const { components } = json(release, `${name}.cdx.json`)
  return components
    .map(({ purl }: { purl: string }) => decodeURIComponent(purl.split('?')[0] ?? ''))
    .filter((purl: string) => purl.startsWith('pkg:npm/'))
    .map((purl: string) => purl.slice('pkg:npm/'.length))
    .sort()
}

const recipes = ['mise.toml', `tfsso-feature-${checkout.version}.tar`, 'tfsso.rb']

test('a release without builds of Node.js has six files, and any clone and umask give identical files', (t) => {
  t.deepEqual(
    fs.readdirSync(release).sort(),
    ['SHA256SUMS', `${name}.cdx.json`, `${name}.tgz`, ...recipes].sort(),
  )
  for (const file of fs.readdirSync(release))
    t.true(
      fs.readFileSync(path.join(release, file)).equals(fs.readFileSync(path.join(again, file))),
      file,
    )
})

test('SHA256SUMS verifies the other files, and detects a change', async (t) => {
  const copy = temporary('tfsso-release-')
  fs.cpSync(release, copy, { recursive: true })
  const check = () => execa('sha256sum', ['-c', 'SHA256SUMS'], { cwd: copy, reject: false })
  const { exitCode, stdout } = await check()
  t.is(exitCode, 0)
  t.is(stdout.match(/: OK$/gm)?.length, 2 + recipes.length)
  fs.appendFileSync(path.join(copy, `${name}.tgz`), ' ')
  t.is((await check()).exitCode, 1)
})

test('the bundle is built, and contains nothing that is only for development', (t) => {
  const files = walk(unpacked)
    .filter((file) => fs.statSync(file).isFile())
    .map((file) => path.relative(unpacked, file))
  for (const file of [
    'install.sh',
    'npm/tfsso',
    'shims/terraform',
    'lib/tfsso.js',
    'lib/install.js',
    'uninstall.sh',
    'CHANGELOG.md',
    'man/man1/tfsso.1',
    'LICENSE',
  ])
    t.true(files.includes(`package/${file}`), file)
  const foreign = /\.(ts|mjs|test|map|tgz)$|node_modules|\/test\/|package-lock|\.compiled$/
  t.deepEqual(
    files.filter((file) => foreign.test(file)),
    [],
  )
  const known =
    /^package\/([A-Za-z-]+\.?(md|sh|json|wasm\.gz)?|man\/man1\/tfsso\.1|(bin|lib|libexec|npm|shims)\/[a-z0-9-]+(\.sh|\.js|\.mk|\.txt)?)$/
  t.deepEqual(
    files.filter((file) => !known.test(file)),
    [],
  )
  for (const file of files) {
    const text = fs.readFileSync(path.join(unpacked, file), 'latin1')
    t.false(
      text.includes(repository) || text.includes('tfsso clone'),
      `${file} names where it was made`,
    )
    const mode = fs.statSync(path.join(unpacked, file)).mode & 0o777
    t.is(mode, text.startsWith('#!') ? 0o755 : 0o644, file)
  }
})

test('npm can install the bundle by its package.json, without dependencies', (t) => {
  const bundled = json(unpacked, 'package/package.json')
  for (const field of ['name', 'version', 'description', 'license', 'engines'])
    t.deepEqual(bundled[field], checkout[field], field)
  t.deepEqual(bundled.bin, { tfsso: 'npm/tfsso' })
  t.deepEqual(
    Object.keys(bundled).filter((field) => /dependencies|scripts|private/i.test(field)),
    [],
  )
})

test('the bill of materials and the licenses list exactly the bundled packages', (t) => {
  const licenses = fs.readFileSync(path.join(unpacked, 'package/THIRD-PARTY-LICENSES'), 'utf8')
  const licensed = [...licenses.matchAll(/^(\S+) (\d\S*) \(.+\)$/gm)].map(
    ([, packageName, version]) => `${packageName}@${version}`,
  )
  t.deepEqual([...new Set(billed())], licensed.sort())
  const direct = Object.keys(checkout.dependencies).filter((dependency) => dependency !== 'esbuild')
  for (const dependency of direct)
    t.true(
      billed().includes(`${dependency}@${lock.packages[`node_modules/${dependency}`].version}`),
      dependency,
    )
})

test('the bill of materials contains no package that is only for development', (t) => {
  const runtime = Object.entries<{ version: string; dev?: boolean }>(lock.packages)
    .filter(([, { dev }]) => !dev)
    .map(([at, { version }]) => `${at.slice(at.lastIndexOf('node_modules/') + 13)}@${version}`)
  t.true(billed().length > 50)
  t.deepEqual(
    billed().filter((one) => !runtime.includes(one) || one.startsWith('esbuild@')),
    [],
  )
})

test('the bill of materials lists the Go modules in the WebAssembly, below the package that contains them', (t) => {
  const { components, dependencies } = json(release, `${name}.cdx.json`)
  const modules = components.filter(({ purl }: { purl: string }) => purl.startsWith('pkg:golang/'))
  t.true(modules.some(({ name }: { name: string }) => name === 'github.com/hashicorp/hcl/v2'))
  const owner = dependencies.find(({ ref }: { ref: string }) => ref.startsWith('@cdktf/hcl2json@'))
  for (const { 'bom-ref': ref } of modules) t.true(owner.dependsOn.includes(ref), ref)
})
