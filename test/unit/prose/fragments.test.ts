import test from 'ava'
import { fragments } from '../../prose/fragments.ts'

const table: [what: string, file: string, source: string, found: [line: number, text: string][]][] =
  [
    ['a comment of two lines is one text', 'a.ts', '// one\n// two\nf()\n', [[1, 'one\ntwo']]],
    [
      'a comment after code is a separate text',
      'a.ts',
      'f() // one\ng() // two\n',
      [
        [1, 'one'],
        [2, 'two'],
      ],
    ],
    [
      'a docstring loses its stars',
      'a.ts',
      'f()\n/**\n * one\n * two\n */\n',
      [[2, '\none\ntwo\n ']],
    ],
    ['a message', 'a.ts', "throw misconfigured('It is not there.')\n", [[1, 'It is not there.']]],
    [
      'the parts of a template',
      'a.ts',
      '`It is not ${there} but it is here`\n',
      [
        [1, 'It is not '],
        [1, ' but it is here'],
      ],
    ],
    ['a path and a key are not English', 'a.ts', "read('a/b c', 'sso_role')\n", []],
    [
      'sh: comments on their own lines and after code',
      'a.sh',
      '# one\n# two\nf # three\n',
      [
        [1, 'one\ntwo'],
        [3, 'three'],
      ],
    ],
    [
      'sh: a # in a word, and directives of shellcheck',
      'a.sh',
      'x=${y#z}\n# shellcheck disable=SC1\n',
      [],
    ],
  ]

for (const [what, file, source, found] of table) {
  test(`the English of a file: ${what}`, (t) => {
    t.deepEqual(
      fragments(file, source).map(({ line, text }) => [line, text]),
      found,
    )
  })
}
