import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'

const lib = path.resolve(import.meta.dirname, '../../../lib')

/** files outside lib/layout that may contain names of layouts' files */
const stillThere = ['project/profiles.ts']

test('outside lib/layout, only the listed files of lib contain names of layouts’ files', (t) => {
  const files = fs
    .readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('layout/'))
  t.true(files.length > 100)
  const knowing = files.filter((file) =>
    /\b(common|account|backend)\.tfvars|tfsso\.hcl/.test(
      fs.readFileSync(path.join(lib, file), 'utf8'),
    ),
  )
  t.deepEqual(
    knowing.filter((file) => !stillThere.includes(file)),
    [],
  )
})
