import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { takeTurn } from './turn.mjs'

/*
 * Makes the installation that all tests share, when a test first needs it. It stays in .cache, and the tests use it as
 * long as the hash in `pointer` stays the same.
 */

const root = fileURLToPath(new URL('../../', import.meta.url))
const cache = path.join(root, '.cache/installations')

/** Names in the checkout's top directory that don't affect the installation. */
const others =
  /^(\..*|node_modules|nodes|dist|release|test|bench|docs|ava\.config\.js|biome\.json|tsconfig\.json|[A-Z]+\.md)$/

/**
 * Returns the path of the pointer file for the present state of the checkout. The pointer file contains the path of the
 * installation.
 */
export function pointer() {
  const hash = createHash('sha256')
  const place = [process.version, process.execPath, process.getuid?.(), process.umask()]
  hash.update(place.join(' '))
  const add = (/** @type {string} */ file) => {
    const stat = fs.lstatSync(file)
    hash.update(`\0${file} ${stat.mode} ${stat.size}\0`)
    if (stat.isFile()) hash.update(fs.readFileSync(file))
    if (!stat.isDirectory()) return
    const below = fs.readdirSync(file).filter((name) => name !== 'test')
    for (const name of below.sort()) add(path.join(file, name))
  }
  for (const name of fs.readdirSync(root).sort()) if (!others.test(name)) add(path.join(root, name))
  return path.join(cache, hash.digest('hex').slice(0, 16))
}

/**
 * Returns the directory that a pointer file names, or undefined if no installation is there.
 * @param {string} file
 */
export function installed(file) {
  if (!fs.existsSync(file)) return undefined
  const prefix = fs.readFileSync(file, 'utf8')
  return fs.existsSync(path.join(prefix, 'bin/tfsso')) ? prefix : undefined
}

/** Makes the installation if it does not exist. Returns its directory. */
export async function ensureInstallation(file = pointer()) {
  const endAlone = await takeTurn('installation')
  const end = await takeTurn('heavy')
  try {
    const there = installed(file)
    if (there) return there
    forgetOld()
    const prefix = path.join(`${file}.${process.pid}`, 'tf sso')
    const all = ['--tools', 'terraform,tofu,terragrunt']
    execFileSync('sh', [path.join(root, 'install.sh'), '--prefix', prefix, ...all], {
      env: { PATH: process.env.PATH, HOME: path.dirname(prefix) },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    fs.writeFileSync(`${file}.new`, prefix)
    fs.renameSync(`${file}.new`, file)
    return prefix
  } finally {
    end()
    endAlone()
  }
}

/** Removes installations that are older than a day. Another test run could still use a newer one. */
function forgetOld() {
  fs.mkdirSync(cache, { recursive: true })
  for (const name of fs.readdirSync(cache)) {
    const file = path.join(cache, name)
    if (Date.now() - fs.statSync(file).mtimeMs > 24 * 3600 * 1000)
      fs.rmSync(file, { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(await ensureInstallation(process.argv[2]))
