import test from 'ava'
import { isMoment, isWord, notFromAws } from '../../lib/session/answer.ts'

test('what can be a token, a key or a secret', (t) => {
  for (const good of ['aoa', 'a+/=', '!~']) t.true(isWord(good), good)
  for (const bad of ['', 'a b', 'a\n', 'a\0', 'ä', '\ud800', '\x7f', undefined, null, 1, ['a']])
    t.false(isWord(bad), String(bad))
})

test('what can be a moment', (t) => {
  for (const good of [1, Date.now(), 253_370_764_799_999]) t.true(isMoment(good), String(good))
  for (const bad of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e15, '1', null, undefined])
    t.false(isMoment(bad), String(bad))
})

test('an answer that AWS never gives is a matter of configuration', (t) => {
  t.is(notFromAws('The tokens').code, 78)
})
