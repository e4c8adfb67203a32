import test from 'ava'
import { renderMan } from '../../../lib/cli/man.ts'
import { verbs } from '../../../lib/cli/usage/verbs.ts'

test('the manual page has every command, option and example, and no text that roff could misread', (t) => {
  const lines = renderMan(verbs).split('\n')
  for (const line of lines) t.regex(line, /^(\.(TH|SH|SS|TP|PP|B|I)( |$)|[^.'])|^$|^\\&/, line)
  t.regex(lines.join('\n'), /^[\n -~]*$/, 'ASCII, which each man can show')
  const page = lines.join('\n').replaceAll('\\-', '-').replaceAll('\\e', '\\')
  for (const { name, options, examples } of verbs) {
    t.true(page.includes(`.SS tfsso ${name}`), name)
    for (const option of Object.keys(options))
      t.regex(page, new RegExp(`^\\.B --(no-)?${option}\\b`, 'm'), option)
    for (const [line] of examples)
      t.true(page.includes(`.B ${line.replaceAll('$0', 'tfsso').replace(/…/g, '...')}`), line)
  }
})
