import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import {
  depthOf,
  limits,
  requireFew,
  requireFlat,
  requireSmall,
} from '../../../lib/project/limits.ts'
import { readModules } from '../../../lib/project/local-modules.ts'
import { orMessage } from '../../project/parse.ts'
import { temporary } from '../../rig/install.ts'
import { nodeMs } from '../../rig/limits.ts'
import { write } from '../../rig/project.ts'

const root = temporary('tfsso limits-')

test('depthOf returns how deep brackets are nested', (t) => {
  const cases: [text: string, depth: number][] = [
    ['', 0],
    ['a = 1', 0],
    ['a = [{ b = (1) }, []]', 3],
    ['# ((((\n// ((((\n/* (((( */ a = [1]', 1],
    ['a = "(((("', 0],
    ['a = "${x("y")}"', 2],
    ['a = "${"${"${1}"}"}" b = [1]', 3],
    ['a = "${1\nb = [1]', 2],
    ['a = "https://x" b = [1]', 1],
    ['a = "\\"((("', 0],
    ['a = "((\nb = [[1]]', 2],
    ['/* never ends (((', 0],
    [')))]]] [', 1],
  ]
  for (const [text, depth] of cases) t.is(depthOf(text), depth, text)
})

test('a file that is too large or nested too deep is a Problem with its name', async (t) => {
  const nested = (depth: number) => `x = ${'['.repeat(depth)}${']'.repeat(depth)}`
  t.notThrows(() => requireFlat('f', nested(limits.depth)))
  t.regex(
    String(await orMessage(() => requireFlat('/a/f', nested(501)))),
    /^\/a\/f is nested more than 500 deep/,
  )
  const file = write(path.join(root, 'large.tf'), 'x'.repeat(limits.bytes))
  t.notThrows(() => requireSmall(file))
  t.notThrows(() => requireSmall(path.join(root, 'none')))
  fs.appendFileSync(file, 'x')
  t.true(String(await orMessage(() => requireSmall(file))).startsWith(`${file} has 1.0 MiB`))
  t.notThrows(() => requireFew('files', 10_000, '/l'))
  t.regex(
    String(await orMessage(() => requireFew('files', 10_001, '/l'))),
    /^\/l: .* more than 10,000 files/,
  )
  t.regex(
    String(await orMessage(() => requireFew('modules', 1_001, '/l'))),
    /more than 1,000 modules/,
  )
})

test('depthOf takes time proportional to the length of the text', (t) => {
  for (const kind of ['\\"', '"', '/*', '//', '#', '(', '"${', '\n']) {
    const started = performance.now()
    depthOf(kind.repeat(1_000_000 / kind.length))
    t.true(performance.now() - started < 400 * nodeMs, kind)
  }
})

const list = (directory: string) =>
  fs.existsSync(directory)
    ? fs
        .readdirSync(directory)
        .filter((name) => name.endsWith('.tf'))
        .map((name) => path.join(directory, name))
    : []
const read = (file: string) => ({ bytes: fs.readFileSync(file), sha256: '' })
const modulesOf = (layer: string) => orMessage(() => readModules(layer, { list, read }))
const call = (source: string) => `module "m" {\n  source = "${source}"\n}\n`

test('a layer and its local modules are each read only once', async (t) => {
  const layer = path.join(root, 'layer')
  write(path.join(layer, 'a.tf'), `${call('./m')}${call('../other')}${call('./none')}`)
  write(path.join(layer, 'm/a.tf'), call('../../other'))
  write(path.join(root, 'other/a.tf'), call('../layer'))
  const found = await modulesOf(layer)
  if (typeof found === 'string') return t.fail(found)
  t.deepEqual(found.map(({ directory }) => directory).sort(), [
    layer,
    path.join(layer, 'm'),
    path.join(layer, 'none'),
    path.join(root, 'other'),
  ])
  t.is(found[0]?.directory, layer)
})

test('a module that calls its caller through a link is a Problem', async (t) => {
  const layer = path.join(root, 'back')
  write(path.join(layer, 'a.tf'), call('./m'))
  fs.symlinkSync('.', path.join(layer, 'm'))
  t.true(
    String(await modulesOf(layer)).startsWith(
      `${path.join(layer, 'a.tf')}: the module's source "./m" leads through a link`,
    ),
  )
})

test('too many modules are a Problem', async (t) => {
  const layer = path.join(root, 'many')
  const count = limits.modules + 1
  write(path.join(layer, 'a.tf'), Array.from({ length: count }, (_, i) => call(`./m${i}`)).join(''))
  t.regex(String(await modulesOf(layer)), /more than 1,000 modules/)
})
