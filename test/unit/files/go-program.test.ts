import path from 'node:path'
import test from 'ava'
import { findGoPackage } from '../../../lib/files/go-program.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

const packages = [
  'github.com/opentofu/opentofu/cmd/tofu',
  'github.com/hashicorp/terraform',
] as const
const [tofu, terraform] = packages
const chunk = 1 << 20

const cases: [title: string, text: string, found: string | undefined][] = [
  ['tofu', `\x7fELF\0path\t${tofu}\nmod\t…`, tofu],
  ['terraform', `\x7fELF\0path\t${terraform}\nmod\t…`, terraform],
  ['another program', '\x7fELF\0path\tgithub.com/tofuutils/tenv/v4/cmd/tofu\n', undefined],
  ['a package whose name begins in the same way', `path\t${terraform}-ls\n`, undefined],
  ['the package’s name, but not on a line of its own', `see ${tofu}\n`, undefined],
  ['an empty program', '', undefined],
  ...[0, 1, 20, 40, 60].map((before): [string, string, string] => [
    `a package’s line that begins ${before} bytes before the end of a chunk`,
    `${'x'.repeat(chunk - before)}path\t${tofu}\n${'y'.repeat(chunk)}`,
    tofu,
  ]),
]
for (const [title, text, found] of cases)
  test(`which Go package is found in a program: ${title}`, (t) => {
    const file = write(path.join(temporary('tfsso-go-'), 'program'), text)
    t.is(findGoPackage(file, [...packages] as string[]), found)
  })

test('a missing file and a directory are not Go programs', (t) => {
  t.is(findGoPackage('/nowhere/x', packages), undefined)
  t.is(findGoPackage('/', packages), undefined)
})
