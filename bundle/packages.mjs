import { readFileSync } from 'node:fs'

/** @typedef {{ name: string, version: string, license: string, directory: string }} BundledPackage */

/**
 * The npm packages of which the bundle contains at least one byte (by esbuild's metafile), sorted by name and version.
 * @param {import('esbuild').Metafile} metafile
 * @param {string} root
 * @returns {BundledPackage[]}
 */
export function bundledPackages(metafile, root) {
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.entries(inputs))
  const directories = new Set(
    inputs
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([file]) => file.match(/^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0])
      .filter((directory) => directory !== undefined),
  )
  return [...directories]
    .map((directory) => {
      const { name, version, license } = JSON.parse(
        readFileSync(`${root}${directory}/package.json`, 'utf8'),
      )
      return { name, version, license, directory }
    })
    .sort((a, b) => compare(`${a.name}@${a.version}`, `${b.name}@${b.version}`))
}

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0
}
