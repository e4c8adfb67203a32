import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { Inputs } from '../../lib/project/inputs.ts'
import { temporary } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { shells } from '../rig/shells.ts'

/** What a directory or a file may be called. */
const names = [
  'plain',
  ' spaces  at its ends ',
  "qu'ote",
  'dou"ble',
  '$HOME `id` $(id)',
  'star*',
  'ques?tion',
  'br[a]cket',
  'br[a',
  'curly{a,b}',
  '~tilde',
  '#hash',
  '-dash --',
  'semi;colon & pipe|',
  'new\nline',
  'newline at its end\n',
  'tab\t',
  'bell\x07',
  'ünïcode ☃',
  '!bang',
  'carriage\rreturn',
  'back\\slash',
  'back\\*star',
  'ends in \\',
]
/** Those that sha256sum escapes. */
const escaped = /[\\\n\r]/

const root = temporary('tfsso inputs-')

/** A project of that name, with an account and a file of that name, among neighbours that confuse. */
function makeProject(name: string): Inputs {
  const project = path.join(root, name)
  const accounts = [
    name,
    'apps',
    'apps-prd',
    'apps.dev',
    'apps prd',
    'appsx',
    'APPS',
    'éa',
    '.apps',
  ]
  for (const account of accounts)
    write(path.join(project, account, 'config/account.tfvars'), `# ${account}`)
  const config = path.join(project, 'config')
  const files = ['common.tfvars', 'b.tfvars', 'B.tfvars', 'b-a.tfvars', '.hidden.tfvars', 'x.tf']
  for (const file of files) write(path.join(config, file), `# ${file}`)
  write(path.join(config, `${name}.tfvars`), '# nasty')
  fs.mkdirSync(path.join(config, 'directory.tfvars'), { recursive: true })
  for (const [link, target] of [
    ['link', 'common'],
    ['dangling', 'nowhere'],
    ['loop', 'loop'],
  ]) {
    const file = path.join(config, `${link}.tfvars`)
    fs.rmSync(file, { force: true })
    fs.symlinkSync(`${target}.tfvars`, file)
  }
  const inputs = new Inputs()
  inputs.glob(config, '.tfvars')
  inputs.glob(project, '/config/account.tfvars')
  inputs.glob(config, '.none')
  inputs.glob(path.join(project, 'missing'), '.tfvars')
  inputs.file(path.join(config, 'common.tfvars'))
  inputs.file(path.join(config, 'missing.tfvars'))
  inputs.file(config)
  return inputs
}

/** The names in a proof. */
function provenFiles(proof: string): string[] {
  const plain = (name: string) =>
    name.replace(/\\(.)/g, (_, c) => (c === 'n' ? '\n' : c === 'r' ? '\r' : c))
  return proof.split('\n').map((line) => {
    const name = line.replace(/^\\?[0-9a-f]{64} {2}/, '')
    return line.startsWith('\\') ? plain(name) : name
  })
}

function run([file = '', ...options]: string[], args: string[]): string {
  const env = { PATH: process.env.PATH ?? '', HOME: root }
  // No socket as stdin: with one bash takes itself for a remote shell and reads ~/.bashrc.
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  return execFileSync(file, [...options, ...args], {
    encoding: 'utf8',
    env,
    cwd: root,
    stdio: [...stdio],
  })
}

test('the words, expanded by sh, are the files that were proved, in their order', (t) => {
  const all = names.map(makeProject)
  const words = all.flatMap((inputs) => inputs.words().present)
  const absent = all.flatMap((inputs) => inputs.words().absent)
  t.true(absent.length > 0)
  const proven = all.flatMap((inputs) => provenFiles(inputs.proof()))
  t.is(proven.length, names.length * (6 + 8 + 1))
  // As libexec/grant.sh expands them.
  const script = `LC_ALL=C
    list() { for file; do [ ! -f "$file" ] || printf '%s\\0' "$file"; done; }
    list ${words.join(' ')}`
  t.true(shells.length > 0)
  for (const shell of shells)
    t.deepEqual(run(shell, ['-c', script]).split('\0').slice(0, -1), proven, shell.join(' '))
  const none = `for file in ${absent.join(' ')}; do [ ! -f "$file" ] || echo "$file"; done`
  for (const shell of shells) t.is(run(shell, ['-c', none]), '', shell.join(' '))
})

test('the proof is what sha256sum prints', (t) => {
  for (const name of names) {
    const proof = makeProject(name).proof()
    t.is(`${proof}\n`, run(['sha256sum'], provenFiles(proof)), name)
  }
})

test("busybox's sha256sum escapes nothing: with such names no grant is ever good", (t) => {
  if (!shells.some(([shell]) => shell === 'busybox')) return t.pass('no busybox here')
  for (const name of names) {
    const proof = makeProject(name).proof()
    const same = run(['busybox', 'sha256sum'], provenFiles(proof)) === `${proof}\n`
    t.is(same, !escaped.test(name), name)
  }
})

test('a file is read once, whatever happens to it meanwhile', (t) => {
  const file = write(path.join(root, 'once/a.tfvars'), 'before')
  const inputs = new Inputs()
  t.is(inputs.read(inputs.file(file))?.bytes.toString(), 'before')
  const proof = inputs.proof()
  fs.writeFileSync(file, 'after')
  t.is(inputs.read(file)?.bytes.toString(), 'before')
  t.is(inputs.proof(), proof)
  t.not(`${proof}\n`, run(['sha256sum'], [file]))
})

test('a file that was not there when it was asked for stays so', (t) => {
  const file = path.join(root, 'late/a.tfvars')
  const inputs = new Inputs()
  t.is(inputs.read(inputs.file(file)), undefined)
  write(file, 'late')
  t.is(inputs.read(file), undefined)
  t.is(inputs.proof(), '')
})

test('the same name twice is one word', (t) => {
  const inputs = new Inputs()
  const file = write(path.join(root, 'twice/a.tfvars'), '')
  for (let n = 0; n < 2; n += 1) {
    t.is(inputs.file(file), file)
    t.deepEqual(inputs.glob(path.dirname(file), '.tfvars'), [file])
  }
  t.is(inputs.words().present.length, 2)
  t.deepEqual(provenFiles(inputs.proof()), [file, file])
})

test('whether anything is other than it was read', (t) => {
  const directory = path.join(root, 'changing')
  const file = write(path.join(directory, 'a.tfvars'), 'before')
  const read = () => {
    const inputs = new Inputs()
    for (const found of inputs.glob(directory, '.tfvars')) inputs.read(found)
    inputs.read(inputs.file(path.join(directory, 'absent')))
    return inputs
  }
  const inputs = read()
  t.false(inputs.haveChanged())
  write(file, 'after')
  t.true(inputs.haveChanged())
  write(file, 'before')
  t.false(inputs.haveChanged(), 'only what it is counts')
  const other = write(path.join(directory, 'b.tfvars'), '')
  t.true(inputs.haveChanged(), 'one that came')
  fs.rmSync(other)
  write(path.join(directory, 'absent'), '')
  t.true(inputs.haveChanged(), 'one that was not there')
  t.false(read().haveChanged())
  fs.rmSync(file)
  t.true(inputs.haveChanged(), 'one that went')
})

test('a file whose name is not UTF-8 is refused: terraform would read it, we cannot', (t) => {
  const directory = path.join(root, 'bytes')
  write(path.join(directory, '\ufffd.tfvars'), '')
  t.is(new Inputs().glob(directory, '.tfvars').length, 1, 'that name is UTF-8')
  fs.writeFileSync(
    Buffer.concat([Buffer.from(`${directory}/x`), Buffer.from([0xff]), Buffer.from('.tfvars')]),
    '',
  )
  t.like(
    t.throws(() => new Inputs().glob(directory, '.tfvars')),
    { name: 'Problem', code: 78 },
  )
})
