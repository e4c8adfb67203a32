// Makes release/ from the checkout: the bundle as npm packs it, its bill of materials, and the checksums
// of both. The same commit gives the same bytes, with the same Node.js and npm. `node release.mjs bundle` makes the
// bundle alone, for which production dependencies are enough, and `node release.mjs bill` the rest of it.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { billOfMaterials } from './bundle/sbom.mjs'

const root = fileURLToPath(new URL('.', import.meta.url))
const dist = `${root}dist`
const release = `${root}release`

/** What went into the bundle, for its bill; no part of the release. */
const metafileAt = path.join(release, 'metafile.json')

const [step = 'all'] = process.argv.slice(2)
if (step !== 'bill') await makeBundle()
if (step !== 'bundle') await makeBill()
process.stderr.write(`In ${release}: ${readdirSync(release).join(', ')}\n`)

async function makeBundle() {
  const { metafile } = await import('./build.mjs') // builds dist/
  rmSync(release, { recursive: true, force: true })
  mkdirSync(release)
  plainModes(dist)
  // --offline: it asks nobody for anything, and looks for no newer npm.
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

async function makeBill() {
  const metafile = JSON.parse(readFileSync(metafileAt, 'utf8'))
  rmSync(metafileAt)
  const bundle = readdirSync(release).find((name) => name.endsWith('.tgz')) ?? ''
  const bill = bundle.replace(/\.tgz$/, '.cdx.json')
  writeFileSync(path.join(release, bill), await billOfMaterials(metafile, root))
  writeFileSync(
    path.join(release, 'SHA256SUMS'),
    [bundle, bill].map((name) => `${sum(name)}  ${name}\n`).join(''),
  )
}

/**
 * The checkout's modes follow the umask that it was made with.
 * @param {string} directory
 */
function plainModes(directory) {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name)
    if (entry.isDirectory()) plainModes(file)
    else chmodSync(file, statSync(file).mode & 0o100 ? 0o755 : 0o644)
  }
}

/**
 * As sha256sum prints it.
 * @param {string} name
 */
function sum(name) {
  return createHash('sha256')
    .update(readFileSync(path.join(release, name)))
    .digest('hex')
}
