import test from 'ava'
import { parseAccountId } from '../../../lib/project/accounts.ts'

test('valid and invalid account ids', (t) => {
  const cases: [id: unknown, parsed: string | undefined][] = [
    ['123456789012', '123456789012'],
    ['000000000001', '000000000001'],
    [123456789012, '123456789012'],
    [12345678901, '012345678901'],
    [1, '000000000001'],
    [0, undefined],
    [-1, undefined],
    [1.5, undefined],
    [1e12, undefined],
    [1.2345678901234568e29, undefined],
    ['12345678901', undefined],
    ['1234567890123', undefined],
    ['1234-5678-9012', undefined],
    ['123456789012\n', undefined],
    [' 123456789012', undefined],
    ['１２３４５６７８９０１２', undefined],
    ['${var.account_id}', undefined],
    ['', undefined],
    [true, undefined],
    [['123456789012'], undefined],
  ]
  for (const [id, parsed] of cases) t.is(parseAccountId(id), parsed, String(id))
})
