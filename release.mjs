// Makes release/: the bundle as npm packs it, files for other package managers, bills of materials and checksums. If
// nodes/ contains builds of Node.js (.github/nodes.sh), release/ also contains archives and system packages. The same
// commit gives the same bytes if Node.js, npm, tar and xz are the same. The steps `bundle` and `packages` need only the
// production dependencies, the step `bill` needs all.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { billOfMaterials, withNode } from './bundle/sbom.mjs'
import { makeTree, nodeBuilds, pack } from './packaging/archive.mjs'
import { systemPackages } from './packaging/deb-and-rpm.mjs'
import { writeRecipes } from './packaging/homebrew-and-mise.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))
const dist = `${root}dist`
const release = `${root}release`

/** Two files for the step `bill`, which removes them: facts about the bundle, and about the archives' Node.js. */
const metafileAt = path.join(release, 'metafile.json')
const nodeAt = path.join(release, 'node.json')

const [step = 'all'] = process.argv.slice(2)
if (['all', 'bundle'].includes(step)) await makeBundle()
if (['all', 'packages'].includes(step)) await makePackages()
if (['all', 'bill'].includes(step)) await makeBills()
process.stderr.write(`In ${release}: ${readdirSync(release).join(', ')}\n`)

async function makeBundle() {
  const { metafile } = await import('./build.mjs') // builds dist/
  rmSync(release, { recursive: true, force: true })
  mkdirSync(release)
  plainModes(dist)
  // With --offline npm does not look for a newer npm.
  await execa(
    'npm',
    ['pack', '--pack-destination', release, '--ignore-scripts', '--offline', '--loglevel=error'],
    {
      cwd: dist,
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  )
  writeFileSync(metafileAt, JSON.stringify(metafile))
}

async function makePackages() {
  const builds = nodeBuilds(`${root}nodes`)
  const { version, name } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
  const work = mkdtempSync(path.join(tmpdir(), 'tfsso-release-'))
  try {
    for (const build of builds) {
      const tree = await makeTree(path.join(release, `${name}-${version}.tgz`), build, work)
      await pack(tree, release)
      if (build.platform.startsWith('linux')) await systemPackages(tree, version, release)
    }
  } finally {
    rmSync(work, { recursive: true })
  }
  const here = builds.find(({ platform }) => platform === `${process.platform}-${process.arch}`)
  if (here) {
    const { stdout } = await execa(`${here.directory}/bin/node`, [
      '-p',
      'JSON.stringify(process.versions)',
    ])
    writeFileSync(nodeAt, stdout)
  } else
    process.stderr.write(
      'There is no Node.js for this machine in nodes/, so the archives get no bill of materials.\n',
    )
  writeRecipes(release, `${root}packaging`, version, process.env)
}

async function makeBills() {
  const metafile = JSON.parse(readFileSync(metafileAt, 'utf8'))
  rmSync(metafileAt)
  const bundle = readdirSync(release).find((name) => name.endsWith('.tgz')) ?? ''
  const base = bundle.replace(/\.tgz$/, '')
  const bill = await billOfMaterials(metafile, root)
  writeFileSync(path.join(release, `${base}.cdx.json`), bill)
  if (existsSync(nodeAt)) {
    const versions = JSON.parse(readFileSync(nodeAt, 'utf8'))
    rmSync(nodeAt)
    writeFileSync(path.join(release, `${base}-with-node.cdx.json`), withNode(bill, versions))
  }
  const files = readdirSync(release).filter((name) => name !== 'SHA256SUMS')
  writeFileSync(
    path.join(release, 'SHA256SUMS'),
    files.map((name) => `${sum(name)}  ${name}\n`).join(''),
  )
}

/**
 * Sets modes to 755 or 644, because the modes of a checkout depend on the umask.
 * @param {string} directory
 */
function plainModes(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name)
    if (entry.isDirectory()) plainModes(file)
    else chmodSync(file, statSync(file).mode & 0o100 ? 0o755 : 0o644)
  }
}

/** @param {string} name */
function sum(name) {
  return createHash('sha256')
    .update(readFileSync(path.join(release, name)))
    .digest('hex')
}
