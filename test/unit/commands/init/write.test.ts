import fs from 'node:fs'
import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { writeNew } from '../../../../lib/commands/init/write.ts'
import { Problem, renderProblem } from '../../../../lib/text/problem.ts'
import { temporary } from '../../../rig/install.ts'

const refusal = (t: ExecutionContext<unknown>, file: string) =>
  renderProblem(t.throws(() => writeNew(file, 'second'), { instanceOf: Problem }))

test('init never overwrites a file, nor the target of a link', (t) => {
  const root = temporary('tfsso init-')
  const [file, link] = [path.join(root, 'file'), path.join(root, 'link')]
  writeNew(file, 'first')
  fs.symlinkSync(path.join(root, 'nothing'), link)
  for (const at of [file, link])
    t.regex(refusal(t, at), /exists already, .*\n {2}To write a new one, move the file away/)
  t.is(fs.readFileSync(file, 'utf8'), 'first')
  t.false(fs.existsSync(path.join(root, 'nothing')))
})

test('if init can’t write a file, the message says what to do', (t) => {
  const file = path.join(temporary('tfsso init-'), 'missing/file')
  t.regex(refusal(t, file), /written: ENOENT\.\n {2}Make it and its directory writable/)
})
