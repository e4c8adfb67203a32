import test from 'ava'
import fc from 'fast-check'
import { blockFor, splitBlock } from '../../../lib/install/startup-block.ts'

const line = '. "/p/env"'
const added = (text: string | undefined) => (text ?? '') + blockFor(text, line)

const texts: [what: string, text: string][] = [
  ['empty', ''],
  ['a line', 'a=1\n'],
  ['a line without an end', 'a=1'],
  ['an empty line', '\n'],
  ['odd bytes', 'a=1\r\n\\n %s & \t\n\0\xff\n\n'],
  ['a backslash at its end', 'ends in \\'],
  ['a block that has lost its end', '# >>> tfsso >>>\na=1\nb=1\n'],
  ['an end without a beginning', 'a=1\n# <<< tfsso <<<\n'],
]

/** If an inner block is removed, the lines around it can form another block. */
function withoutBlocks(text: string): string {
  const { block, rest } = splitBlock(text)
  return block.length > 0 ? withoutBlocks(rest) : rest
}

for (const [what, text] of texts) {
  test(`the block is added at the end, and removed again: ${what}`, (t) => {
    const { block, rest, isNew } = splitBlock(added(text))
    t.true(added(text).startsWith(text))
    t.is(added(text).split(line).length, 2)
    t.true(block.includes(line))
    t.deepEqual([rest, isNew], [text, false])
    t.deepEqual(splitBlock(rest).block, [])
  })
}

test('after the block is added and removed, any text is the same byte for byte', (t) => {
  const parts = fc.constantFrom('# >>> tfsso >>>', '# <<< tfsso <<<', '\n', 'a', '\r', '\0', '\xe9')
  fc.assert(
    fc.property(fc.array(parts), (some) => {
      // The `splitBlock` below would also remove the text's own blocks.
      const text = withoutBlocks(some.join(''))
      t.is(splitBlock(added(text)).rest, text)
    }),
  )
})

test('the block says whether its file was created for it', (t) => {
  const { rest, isNew } = splitBlock(added(undefined))
  t.deepEqual([rest, isNew], ['', true])
})

test('lines that a person writes after the block stay', (t) => {
  t.is(splitBlock(`${added('a=1')}b=1\nc=1`).rest, 'a=1\nb=1\nc=1')
  t.is(splitBlock(`${added('a=1\n')}b=1\n`).rest, 'a=1\nb=1\n')
})

test('if there are two blocks, both are removed', (t) => {
  const { block, rest } = splitBlock(added(added('a=1')))
  t.is(block.filter((one) => one === line).length, 2)
  t.is(rest, 'a=1')
})
