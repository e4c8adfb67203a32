import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { addLine, isChangeable, removeLine } from '../../../lib/install/startup-file.ts'
import { temporary } from '../../rig/install.ts'

const line = '. "/größe/env"'
const root = temporary('tfsso startup-')
let count = 0
const directory = () => {
  const made = path.join(root, String(++count))
  fs.mkdirSync(made)
  return made
}
const read = (file: string) => fs.readFileSync(file, 'utf8')

for (const text of ['a=1\n', 'a=1', '', '\n', 'é\n']) {
  test(`a line is added only once, replaced, and removed: ${JSON.stringify(text)}`, (t) => {
    const file = path.join(directory(), 'rc')
    fs.writeFileSync(file, text)
    t.true(addLine(file, line))
    t.true(addLine(file, '. "/other"'))
    t.false(read(file).includes(line))
    t.true(addLine(file, line))
    t.is(read(file).split(line).length, 2)
    t.true(read(file).startsWith(text))
    t.true(removeLine(file))
    t.is(read(file), text)
    t.deepEqual(fs.readdirSync(path.dirname(file)), ['rc'])
  })
}

test('a file that was created for the line is removed with it; the directories of the file stay', (t) => {
  const file = path.join(directory(), 'a/b/rc')
  t.true(addLine(file, line))
  t.true(addLine(file, '. "/other"'))
  t.true(removeLine(file))
  t.deepEqual(fs.readdirSync(path.dirname(file)), [])
})

test('a link is followed and stays a link, and the file keeps its mode', (t) => {
  const at = directory()
  const [file, link] = [path.join(at, 'real'), path.join(at, 'link')]
  fs.writeFileSync(file, 'a=1')
  fs.chmodSync(file, 0o640)
  fs.symlinkSync('real', link)
  t.true(addLine(link, line) && addLine(link, '. "/x"') && removeLine(link))
  t.is(fs.readlinkSync(link), 'real')
  t.is(read(file), 'a=1')
  t.is(fs.statSync(file).mode & 0o777, 0o640)
})

const unchangeable: [what: string, make: (file: string) => void][] = [
  [
    'read-only',
    (file) => {
      fs.writeFileSync(file, '')
      fs.chmodSync(file, 0o444)
    },
  ],
  ['a link without a target', (file) => fs.symlinkSync('nowhere', file)],
  ['a directory', (file) => fs.mkdirSync(file)],
  ['below a file', (file) => fs.writeFileSync(path.dirname(file), '')],
]

for (const [what, make] of unchangeable) {
  test(`a startup file that can’t be changed: ${what}`, (t) => {
    const at = directory()
    const file = what === 'below a file' ? path.join(at, 'file/rc') : path.join(at, 'rc')
    make(file)
    t.false(isChangeable(file))
  })
}

test('a startup file can be changed if it exists or can be created', (t) => {
  const at = directory()
  fs.writeFileSync(path.join(at, 'rc'), '')
  for (const name of ['rc', 'other', 'a/b/c']) t.true(isChangeable(path.join(at, name)), name)
})
