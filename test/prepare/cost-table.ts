import fs from 'node:fs'
import { availableParallelism } from 'node:os'
import { pathToFileURL } from 'node:url'
import { placeFigures } from '../../docs/figures.ts'

/*
 * Writes the table of costs into CONTRIBUTING.md, from the file that costs.mjs has written. `npm test` calls this
 * program if TFSSO_TEST_COSTS is set.
 */

/** The table leaves out test files that take less CPU time. */
const leastSeconds = 5

/** The words in the table's last column come from the old table in `page`. */
export function renderCosts(lines: string, page: string, cores: number): string {
  const words = new Map(
    [...page.matchAll(/^\| `(\S+)` \| \d+ \| (.*) \|$/gm)].map(([, file, what]) => [file, what]),
  )
  const costs = lines
    .trim()
    .split('\n')
    .map((line) => {
      const [all = '', , , file = ''] = line.trim().split(/\s+/)
      return { seconds: Number(all), name: file.replace(/^test\/|\.test\.ts$/g, '') }
    })
    .sort((a, b) => b.seconds - a.seconds)
  const total = costs.reduce((sum, { seconds }) => sum + seconds, 0)
  const rows = costs
    .filter(({ seconds }) => seconds >= leastSeconds)
    .map(
      ({ seconds, name }) => `| \`${name}\` | ${Math.round(seconds)} | ${words.get(name) ?? ''} |`,
    )
  return [
    `${costs.length} files took ${Math.round(total)} CPU s in all, on ${cores} cores. These took ${leastSeconds} s and more:`,
    '',
    '| file | CPU s | what takes the time |',
    '|---|---:|---|',
    ...rows,
  ].join('\n')
}

const [, script = '', list = ''] = process.argv
if (import.meta.url === pathToFileURL(script).href) {
  const file = new URL('../../CONTRIBUTING.md', import.meta.url)
  const page = fs.readFileSync(file, 'utf8')
  const figures = renderCosts(fs.readFileSync(list, 'utf8'), page, availableParallelism())
  fs.writeFileSync(file, placeFigures(page, 'test costs', figures))
}
