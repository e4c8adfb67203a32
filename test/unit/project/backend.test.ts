import path from 'node:path'
import test from 'ava'
import { ensurePrivateDirectory } from '../../../lib/files/private-directory.ts'
import { configurationFiles, findBackend } from '../../../lib/project/backend.ts'
import { Inputs } from '../../../lib/project/inputs.ts'
import { ParsedCache } from '../../../lib/project/parsed.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'

const root = temporary('tfsso backends-')

test('the files that terraform and tofu read, in the order in which they merge them', (t) => {
  const all = [
    '/l/b.tf',
    '/l/a.tf',
    '/l/a.tofu',
    '/l/a.tf.json',
    '/l/c.tofu.json',
    '/l/c.tf.json',
    '/l/x_override.tf',
    '/l/override.tf.json',
    '/l/a_override.tofu',
    '/l/noverride.tf',
  ]
  t.deepEqual(configurationFiles(all, 'terraform'), [
    '/l/a.tf',
    '/l/a.tf.json',
    '/l/b.tf',
    '/l/c.tf.json',
    '/l/noverride.tf',
    '/l/override.tf.json',
    '/l/x_override.tf',
  ])
  t.deepEqual(configurationFiles(all, 'tofu'), [
    '/l/a.tf.json',
    '/l/a.tofu',
    '/l/b.tf',
    '/l/c.tofu.json',
    '/l/noverride.tf',
    '/l/a_override.tofu',
    '/l/override.tf.json',
    '/l/x_override.tf',
  ])
})

const s3 = 'terraform {\n  backend "s3" {\n    key = "x"\n  }\n}\n'
const local = 'terraform {\n  backend "local" {}\n}\n'
const cloud = 'terraform {\n  cloud {\n    organization = "x"\n  }\n}\n'

const cases: [
  name: string,
  files: Record<string, string>,
  terraform?: string | undefined,
  tofu?: string | undefined,
][] = [
  ['none', { 'main.tf': 'resource "x" "y" {}' }],
  ['no files', {}],
  ['s3', { 'main.tf': s3 }, 's3', 's3'],
  [
    'two terraform blocks',
    { 'main.tf': `terraform {\n  required_version = ">= 1"\n}\n${s3}` },
    's3',
    's3',
  ],
  ['local', { 'main.tf': local }, 'local', 'local'],
  ['cloud', { 'main.tf': cloud }, 'cloud', 'cloud'],
  ['in any file', { 'a.tf': '', 'z.tf': s3 }, 's3', 's3'],
  ['commented out', { 'main.tf': s3.replaceAll(/^/gm, '# ') }],
  [
    'the word backend in other places',
    { 'main.tf': 'locals {\n  backend = "s3"\n  cloud = { s3 = 1 }\n}\n' },
  ],
  ['JSON', { 'main.tf.json': '{"terraform": {"backend": {"s3": {}}}}' }, 's3', 's3'],
  [
    'JSON with arrays',
    { 'main.tf.json': '{"terraform": [{}, {"backend": [{"s3": [{}]}]}]}' },
    's3',
    's3',
  ],
  ['JSON, cloud', { 'main.tf.json': '{"terraform": {"cloud": {}}}' }, 'cloud', 'cloud'],
  ['an override file wins', { 'a_override.tf': local, 'main.tf': s3 }, 'local', 'local'],
  ['an override of cloud', { 'main.tf': s3, 'override.tf': cloud }, 'cloud', 'cloud'],
  [
    'the last override wins',
    {
      'main.tf': s3,
      'a_override.tf.json': '{"terraform": {"backend": {"http": {}}}}',
      'b_override.tf': local,
    },
    'local',
    'local',
  ],
  [
    'an override of something else',
    { 'main.tf': s3, 'override.tf': 'locals {\n  backend = 1\n}\n' },
    's3',
    's3',
  ],
  ['only tofu reads a .tofu file', { 'main.tofu': s3 }, undefined, 's3'],
  [
    'tofu reads a .tofu file instead of its .tf file',
    { 'main.tf': local, 'main.tofu': s3 },
    'local',
    's3',
  ],
  [
    'tofu reads a .tofu.json file instead of its .tf.json file',
    { 'main.tf.json': '{"terraform": {"cloud": {}}}', 'main.tofu.json': '{}' },
    'cloud',
    undefined,
  ],
  ['a file that does not parse', { 'main.tf': 'terraform {\n  backend "s3" {' }],
  ['JSON that does not parse', { 'main.tf.json': '{"terraform": {"backend"' }],
  [
    'JSON that is something else',
    { 'main.tf.json': '["backend", null]', 'b.tf.json': '{"terraform": "backend"}' },
  ],
]

const typeOf = async (files: string[], cache: ParsedCache) =>
  (await findBackend(files, new Inputs(), cache))?.type

test('the bucket and the profile in a backend block', async (t) => {
  const cache = new ParsedCache()
  const find = (name: string, text: string) =>
    findBackend([write(path.join(root, 'values', name), text)], new Inputs(), cache)
  t.deepEqual(
    await find(
      'a.tf',
      'terraform {\n  backend "s3" {\n    bucket = "b"\n    profile = "p"\n  }\n}\n',
    ),
    { type: 's3', bucket: 'b', profile: 'p' },
  )
  t.deepEqual(await find('b.tf', 'terraform {\n  backend "s3" {\n    profile = var.p\n  }\n}\n'), {
    type: 's3',
    bucket: null,
    profile: null,
  })
  t.deepEqual(await find('c.tf.json', '{"terraform": {"backend": {"s3": {"bucket": "b"}}}}'), {
    type: 's3',
    bucket: 'b',
    profile: null,
  })
})

test("the type of a layer's backend for each tool", async (t) => {
  const cache = new ParsedCache()
  for (const [name, files, terraform, tofu] of cases) {
    const found = Object.entries(files).map(([file, text]) =>
      write(path.join(root, name, file), text),
    )
    const find = (tool: 'terraform' | 'tofu') => typeOf(configurationFiles(found, tool), cache)
    t.is(await find('terraform'), terraform, `${name} (terraform)`)
    t.is(await find('tofu'), tofu, `${name} (tofu)`)
  }
})

test('the cache keeps results apart if files of different kinds have the same text', async (t) => {
  const directory = path.join(root, 'cache')
  ensurePrivateDirectory(directory)
  const find = (file: string, text: string) =>
    typeOf([write(path.join(root, 'kinds', file), text)], new ParsedCache(directory))
  for (let n = 0; n < 2; n += 1) {
    t.is(await find('main.tf', s3), 's3')
    t.is(await find('other.tf', local), 'local')
    const json = '{"terraform": {"backend": {"s3": {}}}}'
    t.is(await find('wrong.tf', json), undefined)
    t.is(await find('right.tf.json', json), 's3')
  }
})
