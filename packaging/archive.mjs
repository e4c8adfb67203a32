// Makes archives that contain their own Node.js, from the bundle and Node's official builds.
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'

/** @typedef {{ platform: string, version: string, directory: string }} NodeBuild */

/** The commands that remove a program's symbols. Programs for macOS keep their symbols, because they are signed. */
const strip = new Map([
  ['linux-x64', 'x86_64-linux-gnu-strip'],
  ['linux-arm64', 'aarch64-linux-gnu-strip'],
])

/**
 * What to take from a build of Node.js. The files in lib are optional.
 * @type {[string, number][]}
 */
const files = [
  ['bin/node', 0o755],
  ['LICENSE', 0o644],
  ['lib/libatomic.so.1', 0o644],
  ['lib/libatomic.LICENSE', 0o644],
]

/**
 * Returns the unpacked builds of Node.js in `directory`. The name of each is node-vVERSION-PLATFORM.
 * @param {string} directory
 * @returns {NodeBuild[]}
 */
export function nodeBuilds(directory) {
  return (existsSync(directory) ? readdirSync(directory) : []).sort().flatMap((name) => {
    const [, version, platform] =
      /^node-v([\d.]+)-((?:linux|darwin)-(?:x64|arm64))$/.exec(name) ?? []
    return version && platform ? [{ platform, version, directory: path.join(directory, name) }] : []
  })
}

/**
 * Unpacks the bundle and puts a Node.js into it. Returns the new directory, which is in `work` and has the archive's
 * name.
 * @param {string} bundle
 * @param {NodeBuild} build
 * @param {string} work
 */
export async function makeTree(bundle, build, work) {
  const root = path.join(work, `${path.basename(bundle, '.tgz')}-${build.platform}`)
  await execa('tar', ['xf', bundle, '-C', work])
  renameSync(path.join(work, 'package'), root)
  const program = path.join(root, 'node/bin/node')
  mkdirSync(path.dirname(program), { recursive: true })
  for (const [name, mode] of files) {
    const source = path.join(build.directory, name)
    if (name.startsWith('lib/') && !existsSync(source)) continue
    const target = path.join(root, 'node', name)
    cpSync(source, target, { dereference: true })
    chmodSync(target, mode)
  }
  if (build.platform.startsWith('linux')) await slim(program, strip.get(build.platform) ?? 'strip')
  return root
}

/**
 * Removes the program's symbols. Node.js 26 for Linux needs libatomic, which small systems lack. If the build contains
 * libatomic, this function makes the program look for it in ../lib.
 * @param {string} program
 * @param {string} command
 */
async function slim(program, command) {
  const library = path.join(program, '../../lib/libatomic.so.1')
  const { stdout: dynamic, failed } = await execa('readelf', ['-d', program], { reject: false })
  if (failed || !dynamic.includes('NEEDED')) return // tests have a script in place of node
  if (dynamic.includes('libatomic') && !existsSync(library))
    throw new Error(`${program} needs libatomic.so.1: put it into the lib directory of its build`)
  await execa(command, [program])
  if (existsSync(library)) await execa('patchelf', ['--set-rpath', '$ORIGIN/../lib', program])
}

/**
 * The same files always give the same bytes.
 * @param {string} root
 * @param {string} to
 */
export async function pack(root, to) {
  const file = path.join(to, `${path.basename(root)}.tar.xz`)
  const same = ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@499162500']
  // Tests set another compression level with XZ_OPT.
  const compress = process.env.XZ_OPT ? 'xz' : 'xz -9e -T1'
  const where = ['-C', path.dirname(root), path.basename(root)]
  await execa('tar', [...same, `--use-compress-program=${compress}`, '-cf', file, ...where])
  return file
}
