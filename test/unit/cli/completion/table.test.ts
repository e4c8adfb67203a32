import test from 'ava'
import { renderBash } from '../../../../lib/cli/completion/bash.ts'
import { renderFish } from '../../../../lib/cli/completion/fish.ts'
import { listCompletions } from '../../../../lib/cli/completion/table.ts'
import { renderZsh } from '../../../../lib/cli/completion/zsh.ts'
import { verbs } from '../../../../lib/cli/usage/verbs.ts'

const flagsOf = (name: string) =>
  listCompletions(verbs)
    .find((verb) => verb.name === name)
    ?.options.flatMap(({ flags }) => flags)

test('completion offers the commands and options of the help', (t) => {
  t.deepEqual(flagsOf('status'), ['--json', '--no-color', '--help', '-h'])
  t.true(flagsOf('configure')?.includes('-y'))
  t.deepEqual(
    listCompletions(verbs).map(({ name }) => name),
    [...verbs.map(({ name }) => name), 'help'],
  )
})

test('the description of a `--no-…` option says what tfsso does with this option', (t) => {
  const describes = listCompletions(verbs).flatMap(({ options }) =>
    options.flatMap(({ flags: [flag], describe }) =>
      flag?.startsWith('--no-') ? [`${flag}: ${describe}`] : [],
    ),
  )
  t.deepEqual([...new Set(describes)].sort(), [
    '--no-browser: Only prints the URL',
    '--no-color: Prints no colors, as NO_COLOR does',
  ])
})

test('descriptions are quoted for each shell', (t) => {
  const describe = `it's [odd]: \\ \`x\` $(y)`
  const odd = [
    {
      name: 'odd',
      describe,
      options: [{ flags: ['--odd', '-o'], describe, value: 'text' as const }],
      choices: [],
      runsProgram: false,
    },
  ]
  t.notRegex(renderBash(odd), /it's/)
  t.true(renderZsh(odd).includes(`'odd:it'\\''s [odd]: \\ \`x\` $(y)'`))
  t.true(renderZsh(odd).includes(`'(--odd -o)--odd=[it'\\''s \\[odd\\]\\: \\\\ \`x\` $(y)]: : '`))
  t.true(renderFish(odd).includes(`-l odd -s o -x -d 'it\\'s [odd]: \\\\ \`x\` $(y)'`))
})
