import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { listing, Machine, shells, whereIs } from './rig.ts'

const env = (shell: string, more: Record<string, string | undefined> = {}) => ({
  env: { SHELL: `/bin/${shell}`, ...more },
})
const count = (text: string, part: string) => text.split(part).length - 1

interface Edit {
  shell: string
  /** startup files that are there, and what is in them */
  before: Record<string, string>
  /** those that are edited, the line in each being for the shell */
  edited: string[]
  more?: Record<string, string>
}

const edits: Record<string, Edit> = {
  'bash, nothing there': { shell: 'bash', before: {}, edited: ['.bashrc', '.profile'] },
  'bash, with .bash_profile': {
    shell: 'bash',
    before: { '.bashrc': 'a=1\n', '.bash_profile': '. ~/.bashrc\n', '.profile': 'b=1\n' },
    edited: ['.bashrc', '.bash_profile'],
  },
  'bash, with .bash_login': {
    shell: 'bash',
    before: { '.bash_login': 'a=1\n' },
    edited: ['.bashrc', '.bash_login'],
  },
  'bash, no newline at the end': {
    shell: 'bash',
    before: { '.bashrc': 'a=1', '.profile': 'b=1' },
    edited: ['.bashrc', '.profile'],
  },
  'bash, empty files': {
    shell: 'bash',
    before: { '.bashrc': '', '.profile': '\n' },
    edited: ['.bashrc', '.profile'],
  },
  'bash, odd bytes': {
    shell: 'bash',
    before: { '.bashrc': 'a=1\r\n\\n %s & \t\n\n\n', '.profile': 'ends in \\' },
    edited: ['.bashrc', '.profile'],
  },
  zsh: { shell: 'zsh', before: { '.zshrc': 'a=1\n' }, edited: ['.zshrc'] },
  'fish, nothing there': { shell: 'fish', before: {}, edited: ['.config/fish/conf.d/tfsso.fish'] },
  'another shell': { shell: 'ksh', before: {}, edited: ['.profile'] },
  'part of a block that has lost its end': {
    shell: 'zsh',
    before: { '.zshrc': '# >>> tfsso >>>\na=1\nb=1\n' },
    edited: ['.zshrc'],
  },
}

for (const [name, { shell, before, edited }] of Object.entries(edits)) {
  test(`--modify-path, twice, and --uninstall: ${name}`, async (t) => {
    const machine = new Machine(t)
    for (const [file, text] of Object.entries(before)) machine.write(file, text)
    for (const round of [1, 2]) {
      const { exitCode, stderr } = await machine.install(['--modify-path'], env(shell))
      t.is(exitCode, 0, stderr)
      for (const file of edited) {
        t.true(stderr.includes(path.join(machine.home, file)), `${file} is named: ${stderr}`)
        const script = shell === 'fish' ? 'env.fish' : 'env'
        t.is(count(machine.read(file), `"${machine.prefix}/${script}"`), 2, `round ${round}`)
        t.is(count(machine.read(file), '# <<< tfsso <<<'), 1)
        t.true(machine.read(file).startsWith(before[file] ?? ''))
      }
    }
    for (const [file, text] of Object.entries(before))
      if (!edited.includes(file)) t.is(machine.read(file), text)
    const { exitCode, stderr } = await machine.install(['--uninstall'], env(shell))
    t.is(exitCode, 0, stderr)
    for (const file of edited)
      if (file in before) t.is(machine.read(file), before[file] ?? '')
      else t.false(fs.existsSync(path.join(machine.home, file)), file)
  })
}

test('without --modify-path nothing is edited, and the line is said', async (t) => {
  const files = {
    bash: '.bashrc',
    zsh: '.zshrc',
    fish: '.config/fish/config.fish',
    dash: '.profile',
  }
  const machine = new Machine(t)
  machine.write('.bashrc', 'a=1\n')
  for (const [shell, file] of Object.entries(files)) {
    const { stderr } = await machine.install([], env(shell))
    t.true(stderr.includes(path.join(machine.home, file)), stderr)
    const line =
      shell === 'fish' ? `source "${machine.prefix}/env.fish"` : `. "${machine.prefix}/env"`
    t.true(stderr.includes(`\n    ${line}\n`), stderr)
  }
  t.deepEqual(fs.readdirSync(machine.home).sort(), ['.bashrc', '.local'])
  t.is(machine.read('.bashrc'), 'a=1\n')
})

test('ZDOTDIR and XDG_CONFIG_HOME count', async (t) => {
  const machine = new Machine(t)
  const zdotdir = path.join(machine.root, 'zdot')
  const config = path.join(machine.root, 'config')
  const more = { ZDOTDIR: zdotdir, XDG_CONFIG_HOME: config }
  for (const shell of ['zsh', 'fish']) await machine.install(['--modify-path'], env(shell, more))
  const files = [path.join(zdotdir, '.zshrc'), path.join(config, 'fish/conf.d/tfsso.fish')]
  for (const file of files) t.true(fs.existsSync(file))
  await machine.install(['--uninstall'], env('bash', more))
  for (const file of files) t.false(fs.existsSync(file))
})

test('what a person writes behind the block stays', async (t) => {
  const machine = new Machine(t)
  machine.write('.zshrc', 'a=1')
  await machine.install(['--modify-path'], env('zsh'))
  fs.appendFileSync(path.join(machine.home, '.zshrc'), 'b=1\nc=1')
  await machine.install(['--uninstall'], env('zsh'))
  t.is(machine.read('.zshrc'), 'a=1\nb=1\nc=1')
})

test('the block follows the installation to another directory, and only its own uninstall removes it', async (t) => {
  const machine = new Machine(t)
  machine.write('.zshrc', 'a=1')
  const other = path.join(machine.root, 'other')
  await machine.install(['--modify-path'], env('zsh'))
  await machine.install(['--modify-path', '--prefix', other], env('zsh'))
  t.is(count(machine.read('.zshrc'), '# >>> tfsso >>>'), 1)
  t.true(machine.read('.zshrc').includes(`"${other}/env"`))
  const { stderr } = await machine.install(['--uninstall'], env('zsh'))
  t.true(stderr.includes('another directory'), stderr)
  t.true(machine.read('.zshrc').includes(`"${other}/env"`))
  await machine.install(['--uninstall', '--prefix', other], env('zsh'))
  t.is(machine.read('.zshrc'), 'a=1')
})

test('a link is followed and stays, and the mode too', async (t) => {
  const machine = new Machine(t)
  const real = machine.write('dotfiles/zshrc', 'a=1')
  fs.chmodSync(real, 0o640)
  fs.symlinkSync('dotfiles/zshrc', path.join(machine.home, '.zshrc'))
  await machine.install(['--modify-path'], env('zsh'))
  t.is(fs.readlinkSync(path.join(machine.home, '.zshrc')), 'dotfiles/zshrc')
  t.true(fs.readFileSync(real, 'utf8').includes('# >>> tfsso >>>'))
  await machine.install(['--uninstall'], env('zsh'))
  t.is(fs.readlinkSync(path.join(machine.home, '.zshrc')), 'dotfiles/zshrc')
  t.is(fs.readFileSync(real, 'utf8'), 'a=1')
  t.is(fs.statSync(real).mode & 0o777, 0o640)
})

const unchangeable: Record<string, (file: string) => void> = {
  'read-only': (file) => {
    fs.writeFileSync(file, 'a=1\n')
    fs.chmodSync(file, 0o444)
  },
  'a link to nowhere': (file) => fs.symlinkSync('nowhere', file),
  'a directory': (file) => fs.mkdirSync(file),
}

for (const [name, make] of Object.entries(unchangeable)) {
  test(`a startup file that is ${name} stays, and the line is said`, async (t) => {
    const machine = new Machine(t)
    const file = path.join(machine.home, '.zshrc')
    make(file)
    const of = () => listing(machine.home).filter((line) => line.startsWith('.zshrc'))
    const before = of()
    const { exitCode, stderr } = await machine.install(['--modify-path'], env('zsh'))
    t.is(exitCode, 0, stderr)
    t.true(stderr.includes(`${file} cannot be changed`), stderr)
    t.true(stderr.includes(`. "${machine.prefix}/env"`))
    t.deepEqual(of(), before)
    t.is((await machine.tfsso()).exitCode, 0)
  })
}

test('a startup file that has become read-only is left to the person at --uninstall', async (t) => {
  const machine = new Machine(t)
  await machine.install(['--modify-path'], env('zsh'))
  const file = path.join(machine.home, '.zshrc')
  fs.chmodSync(file, 0o444)
  const text = machine.read('.zshrc')
  const { exitCode, stderr } = await machine.install(['--uninstall'], env('zsh'))
  t.is(exitCode, 0)
  t.true(stderr.includes('by hand'), stderr)
  t.is(machine.read('.zshrc'), text)
  t.false(fs.existsSync(machine.prefix))
  // Its line does nothing now, and fails nothing.
  t.is((await machine.sh(`set -eu; . "${file}"; echo ok`)).stdout, 'ok')
})

for (const shell of [...shells, ['zsh'], ['sh']]) {
  const [file = '', ...before] = shell
  const at = whereIs(file)
  if (!at) continue
  test(`env puts us in front of PATH once: ${shell.join(' ')}`, async (t) => {
    const machine = new Machine(t)
    machine.prefix = path.join(machine.root, "it's [here]")
    await machine.install(['--prefix', machine.prefix])
    const ours = `${machine.prefix}/shims:${machine.prefix}/bin`
    const source = '. "$TFSSO_ENV"'
    const run = async (line: string, PATH: string | undefined) => {
      const extra = { PATH, TFSSO_ENV: `${machine.prefix}/env` }
      return (
        await machine.run(at, [...before, '-c', `set -eu; ${line}; echo "$PATH"`], { env: extra })
      ).stdout
    }
    t.is(await run(source, '/x:/y'), `${ours}:/x:/y`)
    t.is(await run(`${source}; ${source}`, '/x:/y'), `${ours}:/x:/y`)
    t.is(await run(`${source}; PATH=/z:$PATH; ${source}`, '/x'), `${ours}:/z:/x`)
    t.is(await run(source, `/x:${ours}`), `${ours}:/x`)
    t.is(await run(source, `:/x:`), `${ours}::/x:`)
    if (file !== 'zsh') t.is(await run(source, ''), ours) // zsh fills an empty PATH
    t.is(await run(`${source}; echo "\${tfsso_path-none}"`, '/x'), `none\n${ours}:/x`)
  })
}

const fish = whereIs('fish')
if (fish) {
  test('env.fish puts us in front of PATH once', async (t) => {
    const machine = new Machine(t)
    machine.prefix = path.join(machine.root, "it's (here)")
    await machine.install(['--prefix', machine.prefix])
    const run = (line: string) =>
      execFileSync(fish, ['--no-config', '-c', `${line}; string join \\n -- $PATH`], {
        env: { HOME: machine.home, PATH: '/usr/bin:/bin', FILE: `${machine.prefix}/env.fish` },
        encoding: 'utf8',
      })
        .trimEnd()
        .split('\n')
    const wanted = [`${machine.prefix}/shims`, `${machine.prefix}/bin`]
    t.deepEqual(run('source "$FILE"; source "$FILE"'), [...wanted, '/usr/bin', '/bin'])
    t.deepEqual(run('source "$FILE"; set -gx PATH /z $PATH; source "$FILE"').slice(0, 3), [
      ...wanted,
      '/z',
    ])
  })

  test('a new fish has terraform from us', async (t) => {
    const machine = new Machine(t)
    await machine.install(['--modify-path'], env('fish'))
    const { stdout } = await machine.run(fish, ['-c', 'command -v terraform'])
    t.is(stdout, `${machine.prefix}/shims/terraform`)
  })
}

const sessions: Record<string, string[]> = {
  bash: ['-ic', 'command -v terraform'],
  zsh: ['-ic', 'command -v terraform'],
  sh: ['-lc', 'command -v terraform'],
}

for (const [shell, args] of Object.entries(sessions)) {
  const at = whereIs(shell)
  if (!at) continue
  test(`a new ${shell} has terraform from us`, async (t) => {
    const machine = new Machine(t)
    await machine.install(['--modify-path'], env(shell))
    const { stdout } = await machine.run(at, args)
    t.is(stdout, `${machine.prefix}/shims/terraform`)
  })
}
