import test from 'ava'
import { verbs } from '../../lib/commands/usage/verbs.ts'
import { renderBash } from '../../lib/completion/bash.ts'
import { renderFish } from '../../lib/completion/fish.ts'
import { listCompletions } from '../../lib/completion/table.ts'
import { renderZsh } from '../../lib/completion/zsh.ts'

const flagsOf = (name: string) =>
  listCompletions(verbs)
    .find((verb) => verb.name === name)
    ?.options.flatMap(({ flags }) => flags)

test('options come from the table that the help is made from', (t) => {
  t.deepEqual(flagsOf('status'), ['--json', '--no-color', '--help', '-h'])
  t.true(flagsOf('configure')?.includes('-y'))
  t.deepEqual(
    listCompletions(verbs).map(({ name }) => name),
    [...verbs.map(({ name }) => name), 'help'],
  )
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
