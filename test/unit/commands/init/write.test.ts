import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { notWritten, writeNew } from '../../../../lib/commands/init/write.ts'
import { Problem, renderProblem } from '../../../../lib/text/problem.ts'
import { temporary } from '../../../rig/install.ts'

for (const [code, said] of [
  ['EEXIST', /^tfsso: f exists already, .*\n {2}To write a new one, move the file away/],
  ['ENOSPC', /^tfsso: f cannot be written: ENOSPC\.\n {2}The disk is full/],
  ['EDQUOT', /The disk is full/],
  ['EACCES', /^tfsso: f cannot be written: EACCES\.\n {2}Make it and its directory writable/],
  ['EROFS', /Make it and its directory writable/],
] as const)
  test(`a file that init can’t write: ${code}`, (t) => {
    t.regex(renderProblem(notWritten('f', code)), said)
  })

test('init never overwrites a file, nor the target of a link', (t) => {
  const root = temporary('tfsso init-')
  const [file, link] = [path.join(root, 'file'), path.join(root, 'link')]
  writeNew(file, 'first')
  fs.symlinkSync(path.join(root, 'nothing'), link)
  for (const at of [file, link])
    t.regex(t.throws(() => writeNew(at, 'second'), { instanceOf: Problem }).message, /exists/)
  t.is(fs.readFileSync(file, 'utf8'), 'first')
  t.false(fs.existsSync(path.join(root, 'nothing')))
})
