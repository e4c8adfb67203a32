import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { Inputs } from '../../../lib/project/inputs.ts'
import { terraformFiles, testFiles } from '../../../lib/project/layer-files.ts'
import { temporary } from '../../rig/install.ts'
import { write } from '../../rig/project.ts'
import { shells } from '../../rig/shells.ts'

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
/** GNU's sha256sum escapes these characters in names. Some other commands can't read escaped names. */
const escaped = /[\\\n]/

const root = temporary('tfsso inputs-')

/** The project's directory, one account and one tfvars file have this name. */
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

function run([file = '', ...options]: string[], args: string[]): string {
  const env = { PATH: process.env.PATH ?? '', HOME: root }
  // If stdin were a socket, bash would think that rshd (remote shell) has started it, and read ~/.bashrc.
  const stdio = ['ignore', 'pipe', 'inherit'] as const
  return execFileSync(file, [...options, ...args], {
    encoding: 'utf8',
    env,
    cwd: root,
    stdio: [...stdio],
  })
}

test('sh expands the words that name the inputs to exactly the files that node found, and in the same order', (t) => {
  const all = names.map((name) => makeProject(name).words())
  const [words, absent, found] = (['present', 'absent', 'found'] as const).map((part) =>
    all.flatMap((inputs) => inputs[part]),
  )
  t.true((absent?.length ?? 0) > 0)
  t.is(found?.length, names.length * (6 + 1))
  // This script sets LC_ALL=C, as libexec/grant.sh does.
  const script = `LC_ALL=C
    list() { for file; do [ ! -f "$file" ] || printf '%s\\0' "$file"; done; }
    list ${words?.join(' ')}`
  t.true(shells.length > 0)
  for (const shell of shells)
    t.deepEqual(run(shell, ['-c', script]).split('\0').slice(0, -1), found, shell.join(' '))
  const none = `for file in ${absent?.join(' ')}; do [ ! -f "$file" ] || echo "$file"; done`
  for (const shell of shells) t.is(run(shell, ['-c', none]), '', shell.join(' '))
})

test('two patterns match all files that terraform and OpenTofu read, and no plan or state', (t) => {
  const directory = path.join(root, 'layer')
  const read = ['a.tofu', 'a.tf.json', 'a.tofu.json', 'a.tfvars', 'a.tfvars.json']
  const byName = ['a.tf~', 'a.tfvars.bak', 'a.tftest.hcl', 'tool.toml']
  const others = ['a.tfplan', 'a.tfstate', 'a.tfstate.backup', 'a.txt', 'atf', '.a.tofu', 'plan']
  for (const name of [...read, 'a.tf', ...others]) write(path.join(directory, name), name)
  const inputs = new Inputs()
  for (const ending of ['.tf', '.tofu', '.tf.json', '.tofu.json', '.tfvars', '.tfvars.json'])
    t.deepEqual(inputs.glob(directory, ending), [path.join(directory, `a${ending}`)])
  t.is(inputs.words().present.length, 2)
  const patterns = inputs.words().present.join(' ')
  const expected = [...read, 'a.tf'].map((name) => path.join(directory, name)).sort()
  t.deepEqual([...inputs.words().found].sort(), expected)
  const expand = (shell: string[]) =>
    run(shell, ['-c', `LC_ALL=C; printf '%s\\0' ${patterns}`])
      .split('\0')
      .slice(0, -1)
  for (const shell of shells) t.deepEqual(expand(shell).sort(), expected, shell.join(' '))
  const sums = inputs.sums({ hash: 'sha256', escapes: true })?.trimEnd().split('\n')
  t.deepEqual(sums?.map((line) => line.slice(66)).sort(), expected)

  // Only the names of the files in `byName` count: these files are inputs without checksums.
  for (const name of byName) write(path.join(directory, name), name)
  const after = new Inputs()
  for (const ending of ['.tf', '.tofu', '.tfvars']) after.glob(directory, ending)
  t.is(after.words().found.length, expected.length + byName.length)
  t.is(after.sums({ hash: 'sha256', escapes: true })?.trimEnd().split('\n').length, 3)
  for (const shell of shells) t.deepEqual(expand(shell), after.words().found, shell.join(' '))
})

function passes(command: string[], sums: string): boolean {
  const list = write(path.join(root, 'sums'), sums)
  try {
    run(command, [list])
    return true
  } catch {
    return false
  }
}

test('sha256sum accepts the checksums, one for each file; for a name with a carriage return there are none', (t) => {
  for (const name of names) {
    const sums = makeProject(name).sums({ hash: 'sha256', escapes: true })
    // Not all versions of sha256sum treat a carriage return in a name in the same way.
    if (name.includes('\r')) t.is(sums, undefined)
    else {
      t.is(sums?.split('\n').length, 6 + 8 + 1, name)
      t.true(passes(['sha256sum', '-c', '--status', '--strict'], sums ?? ''), name)
    }
  }
})

test("busybox's sha256sum does not escape names, so there is no proof if a name must be escaped", (t) => {
  if (!shells.some(([shell]) => shell === 'busybox')) return t.pass('no busybox here')
  for (const name of names) {
    const sums = makeProject(name).sums({ hash: 'sha256', escapes: false })
    if (escaped.test(name) || name.includes('\r')) t.is(sums, undefined, name)
    else t.true(passes(['busybox', 'sha256sum', '-c', '-s'], sums ?? ''), name)
  }
})

test('an input is read only once, even if its file changes meanwhile', (t) => {
  const file = write(path.join(root, 'once/a.tfvars'), 'before')
  const inputs = new Inputs()
  t.is(inputs.read(inputs.file(file))?.bytes.toString(), 'before')
  const sums = inputs.sums({ hash: 'sha256', escapes: true })
  t.true(passes(['sha256sum', '-c', '--status'], sums ?? ''))
  fs.writeFileSync(file, 'after')
  t.is(inputs.read(file)?.bytes.toString(), 'before')
  t.is(inputs.sums({ hash: 'sha256', escapes: true }), sums)
  t.false(passes(['sha256sum', '-c', '--status'], sums ?? ''))
})

test('an input that was missing at first counts as missing, even if the file appears later', (t) => {
  const file = path.join(root, 'late/a.tfvars')
  const inputs = new Inputs()
  t.is(inputs.read(inputs.file(file)), undefined)
  write(file, 'late')
  t.is(inputs.read(file), undefined)
  t.deepEqual(inputs.words().found, [])
  t.is(inputs.sums({ hash: 'sha256', escapes: true }), undefined)
})

test('if a file disappears while the inputs are read, there is no proof; a file that appears is left out', (t) => {
  const went = write(path.join(root, 'goes/a.tfvars'), 'a')
  write(path.join(root, 'goes/b.tfvars'), 'b')
  const inputs = new Inputs()
  inputs.glob(path.dirname(went), '.tfvars')
  fs.rmSync(went)
  t.is(inputs.read(went), undefined)
  t.is(inputs.sums({ hash: 'sha256', escapes: true }), undefined)

  const directory = path.dirname(write(path.join(root, 'comes/a.tfvars'), 'a'))
  const others = new Inputs()
  others.glob(directory, '.tfvars')
  const late = write(path.join(directory, 'b.tfvars'), 'b')
  t.false(others.glob(directory, '.tfvars').includes(late), 'all see the same')
  t.false(others.words().found.includes(late), 'and so does the shim, which finds one more')
})

test('if many directories contain a file of the same name, node and sh count the same number of files', (t) => {
  const all = names.map((name) => makeProject(name))
  for (const inputs of all) {
    const { many } = inputs.words()
    t.deepEqual(
      many.map(({ count }) => count),
      [8],
    )
    for (const shell of shells)
      t.is(run(shell, ['-c', `set -- ${many[0]?.word}; echo $#`]), '8\n', shell.join(' '))
  }
})

test('fileBySum: an existing file has only a checksum; for a missing file, sh tests that it is still missing', (t) => {
  const there = write(path.join(root, 'many/a.tfvars'), 'a')
  const missing = path.join(root, 'many/b.tfvars')
  const inputs = new Inputs()
  for (const file of [there, missing]) t.is(inputs.fileBySum(file), file)
  t.is(inputs.words().present.length, 0)
  t.is(inputs.words().absent.length, 1)
  t.true(inputs.sums({ hash: 'sha256', escapes: true })?.endsWith(`  ${there}\n`))
})

test('a file that is added twice counts only once', (t) => {
  const inputs = new Inputs()
  const file = write(path.join(root, 'twice/a.tfvars'), '')
  for (let n = 0; n < 2; n += 1) {
    t.is(inputs.file(file), file)
    t.deepEqual(inputs.glob(path.dirname(file), '.tfvars'), [file])
  }
  t.is(inputs.words().present.length, 2)
  t.is(inputs.sums({ hash: 'sha256', escapes: true })?.split('\n').length, 2)
})

test('haveChanged notices a file that changes, appears or disappears', (t) => {
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

test('a file whose name is not UTF-8 is refused: terraform would read it, but node can’t', (t) => {
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

test('a pipe or a device with a name that terraform would read is a Problem with its name', (t) => {
  const endings = ['tf', 'tofu', 'tf.json', 'tofu.json', 'tfvars', 'tfvars.json']
  for (const ending of [...endings, 'tftest.hcl', 'tofutest.json']) {
    const directory = fs.mkdtempSync(path.join(root, 'special-'))
    const file = path.join(directory, `x.${ending}`)
    fs.symlinkSync('/dev/zero', file)
    const inputs = new Inputs()
    const error = t.throws(() => {
      terraformFiles(directory, inputs)
      testFiles(directory, inputs)
      inputs.glob(directory, '.tfvars')
    })
    t.true(error?.message.startsWith(`${file} is a pipe, a socket or a device`), ending)
  }
})
