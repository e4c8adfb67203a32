import test from 'ava'
import { isWord, notFromAws, textOf } from '../../../lib/aws/answer-fields.ts'

test('which texts can be a token, a key or a secret', (t) => {
  for (const good of ['aoa', 'a+/=', '!~']) t.true(isWord(good), good)
  for (const bad of ['', 'a b', 'a\n', 'a\0', 'ä', '\ud800', '\x7f', undefined, null, 1, ['a']])
    t.false(isWord(bad), String(bad))
})

test('an answer that AWS never gives is a Problem with 78 (configuration)', (t) => {
  t.is(notFromAws('the token').code, 78)
  t.like(
    t.throws(() => textOf('a\n', 'the token')),
    { name: 'Problem', code: 78 },
  )
})
