import test from 'ava'
import { renderJson } from '../../../lib/text/json.ts'

test('JSON for people and programs has no control characters, neither in keys nor in values', (t) => {
  const controls = String.fromCharCode(...Array(0xa1).keys())
  const value = { [controls]: [controls] }
  t.deepEqual(JSON.parse(renderJson(value)), value)
  t.notRegex(renderJson(value), /[^\P{Cc}\n]/u)
  t.is(renderJson({ a: 'é' }), '{\n  "a": "é"\n}\n')
})
