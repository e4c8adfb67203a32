import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { ensurePrivateDirectory } from '../../../lib/files/private-directory.ts'
import { Inputs } from '../../../lib/project/inputs.ts'
import { ParsedCache } from '../../../lib/project/parsed.ts'
import { TfvarsReader } from '../../../lib/project/tfvars.ts'
import { orMessage } from '../../project/parse.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

const root = temporary('tfsso parsed-')

function makeDirectory(name: string): string {
  const directory = path.join(root, name)
  ensurePrivateDirectory(directory)
  return directory
}

test('files with the same content are parsed only once for each kind of result', async (t) => {
  const directory = makeDirectory('once')
  let made = 0
  const get = (checksum: string, kind = 'k') =>
    new ParsedCache(directory).get(checksum, kind, async () => {
      made += 1
      return { made }
    })
  t.deepEqual(
    [await get('a'), await get('a'), await get('b'), await get('a', 'other')],
    [{ made: 1 }, { made: 1 }, { made: 2 }, { made: 3 }],
  )
  for (const name of fs.readdirSync(directory))
    t.is(fs.statSync(path.join(directory, name)).mode & 0o777, 0o600)
})

test('a result is made again if its file is damaged, open to others or not ours', async (t) => {
  const directory = makeDirectory('damaged')
  const file = path.join(directory, 'a.k.json')
  const get = () => new ParsedCache(directory).get('a', 'k', async () => 'made')
  await get()
  const whole = fs.readFileSync(file, 'utf8')
  const harm = [
    ...[...whole].map((_, length) => () => fs.truncateSync(file, length)),
    () => fs.writeFileSync(file, whole.replace('made', 'evil')),
    () => fs.writeFileSync(file, '{', { mode: 0o600 }),
    () => fs.writeFileSync(file, '', { mode: 0o600 }),
    () => {
      fs.writeFileSync(file, '"evil"')
      fs.chmodSync(file, 0o644)
    },
    () => {
      fs.rmSync(file)
      fs.symlinkSync(write(path.join(root, 'evil'), '"evil"'), file)
    },
    () => {
      fs.rmSync(file)
      fs.mkdirSync(path.join(file, 'in it'), { recursive: true })
    },
  ]
  for (const doHarm of harm) {
    doHarm()
    t.is(await get(), 'made')
    t.is(fs.readFileSync(file, 'utf8'), whole)
    t.false(fs.lstatSync(file).isSymbolicLink())
  }
})

test('results are the same without a cache, and with one that can’t be written', async (t) => {
  for (const directory of [path.join(root, 'missing'), '/dev/null', undefined])
    t.is(await new ParsedCache(directory).get('a', 'k', async () => 'made'), 'made')
})

test('the cache of a tfvars file has only the keys that tfsso uses, and failures are not cached', async (t) => {
  const directory = makeDirectory('tfvars')
  const read = (name: string, text: string) =>
    orMessage(() =>
      new TfvarsReader(new Inputs(), new ParsedCache(directory)).read(
        write(path.join(root, name), text),
      ),
    )
  const text = 'project = "bb"\npassword = "secret"\n'
  for (const name of ['a.tfvars', 'b.tfvars'])
    t.deepEqual(await read(name, text), { file: path.join(root, name), values: { project: 'bb' } })
  t.is(fs.readdirSync(directory).length, 1)
  for (const name of ['a.tfvars', 'b.tfvars'])
    t.true(
      String(await read(name, 'x = ')).startsWith(`${path.join(root, name)}, line 1, `),
      'each by its own name',
    )
  t.is(fs.readdirSync(directory).length, 1)
  for (const name of fs.readdirSync(directory))
    t.notRegex(fs.readFileSync(path.join(directory, name), 'utf8'), /secret/)
})
