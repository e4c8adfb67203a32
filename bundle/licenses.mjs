import { readdirSync, readFileSync } from 'node:fs'

/**
 * The licenses of the bundled packages, each text once. The packages must not be passed on without their licenses.
 * @param {readonly import('./packages.mjs').BundledPackage[]} packages
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
