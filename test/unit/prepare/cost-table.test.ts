import test from 'ava'
import { renderCosts } from '../../prepare/cost-table.ts'

test('the table of costs begins with the most expensive file, and keeps the words that the page has about a file', (t) => {
  const lines = ` 6.1   1.0   5.1 test/shim/exec.test.ts
  0.4   0.4   0.0 test/unit/a.test.ts
 12.6   2.0  10.6 test/install/install.test.ts
`
  const page = '| `install/install` | 24 | a bundle installed |\n| `gone` | 7 | x |\n'
  t.is(
    renderCosts(lines, page, 2),
    `3 files took 19 CPU s in all, on 2 cores. These took 5 s and more:

| file | CPU s | what takes the time |
|---|---:|---|
| \`install/install\` | 13 | a bundle installed |
| \`shim/exec\` | 6 |  |`,
  )
})
