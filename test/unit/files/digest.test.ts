import test from 'ava'
import { sha256 } from '../../../lib/files/digest.ts'

test('the SHA-256 of a text is that of its UTF-8 bytes', (t) => {
  t.is(sha256('☃'), sha256(Buffer.from('☃')))
  t.is(sha256(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
})
