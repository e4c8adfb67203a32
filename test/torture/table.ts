// Prints a Markdown table of figures. The argument names the file that contains the figures. After
// `npm run test:torture`, also writes the table into docs/security.md.
import fs from 'node:fs'
import { writeFigures } from '../../docs/figures.ts'
import { all, type Figure, long, oneIn } from './figures.ts'

const [file = ''] = process.argv.slice(2)
const figures: Figure[] = fs
  .readFileSync(file, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line))

const rows = figures
  .map(({ attack, tries, outcome }) => [attack, String(tries), outcome])
  .sort(([a = ''], [b = '']) => a.localeCompare(b, 'en'))
const table = [['what is tested', 'tries', 'outcome'], ['---', '---:', '---'], ...rows]
  .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
  .join('\n')
process.stdout.write(`${table}\n`)
if (!long)
  process.stdout.write(`\nOne case in ${oneIn}; \`npm run test:torture\` tries them all.\n`)
if (all) writeFigures(new URL('../../docs/security.md', import.meta.url), 'torture', table)
