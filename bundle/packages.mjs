import { readdirSync, readFileSync } from 'node:fs'

/** @typedef {{ name: string, version: string, license: string, directory: string }} BundledPackage */

/**
 * The npm packages that are really in a bundle, by esbuild's metafile: those of which at least a byte
 * is left, in the order of name and version.
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
 * Their licenses as one text, each once: what is bundled may be passed on only with them.
 * @param {readonly BundledPackage[]} packages
 * @param {string} root
 */
export function licenseTexts(packages, root) {
  const holders = new Map()
  for (const { name, version, license, directory } of packages) {
    const text = readdirSync(`${root}${directory}`)
      .filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
      .sort()
      .map((file) => readFileSync(`${root}${directory}/${file}`, 'utf8').trim())
      .join('\n\n')
    holders.set(text, [...(holders.get(text) ?? []), `${name} ${version} (${license})`])
  }
  const line = '-'.repeat(80)
  return [...holders]
    .map(
      ([text, names]) =>
        `${[...new Set(names)].join('\n')}\n${line}\n${text || '(no text of its own)'}\n`,
    )
    .join(`\n${line}\n`)
}

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0
}
