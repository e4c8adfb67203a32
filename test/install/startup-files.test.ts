import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { pathFiles } from '../../lib/install/env-files.ts'
import { listing, Machine, shells, whereIs } from './rig.ts'

const env = (shell: string, more: Record<string, string | undefined> = {}) => ({
  env: { SHELL: `/bin/${shell}`, ...more },
})
const count = (text: string, part: string) => text.split(part).length - 1

/* The files that --modify-path edits for each shell. test/unit/install tests the edit of a single file. */

const edits: Record<string, string[]> = {
  bash: ['.bashrc', '.bash_profile'],
  zsh: ['.zshrc'],
  fish: ['.config/fish/conf.d/tfsso.fish'],
  ksh: ['.profile'],
}

const sessions: Record<string, string[]> = {
  bash: ['-ic'],
  zsh: ['-ic'],
  sh: ['-lc'],
  fish: ['-c'],
}

test('after --modify-path new shells find the shims, and --uninstall restores the startup files', async (t) => {
  const machine = new Machine(t)
  const before: Record<string, string> = { '.bash_profile': 'a=1', '.profile': 'b=1\n' }
  for (const [file, text] of Object.entries(before)) machine.write(file, text)
  const more = { ZDOTDIR: `${machine.root}/zdot`, XDG_CONFIG_HOME: `${machine.root}/config` }
  const all = Object.values(edits).flat()
  const texts = () =>
    Object.fromEntries(
      all.map((file) => {
        const isThere = fs.existsSync(path.join(machine.home, file))
        return [file, isThere ? machine.read(file) : undefined]
      }),
    )
  // Here install.sh edits only bash's files. test/unit/install tests which files belong to the other shells.
  const old = texts()
  for (const round of [1, 2]) {
    const { exitCode, stderr } = await machine.install(['--modify-path'], env('bash'))
    t.is(exitCode, 0, stderr)
    t.true(stderr.includes('in every new shell'), stderr)
    for (const file of edits.bash ?? []) {
      const named = path.join(machine.home, file)
      const said = round === 1 ? `Added to ${named}: ` : `${named} has the line already.`
      t.true(stderr.includes(said), `${said} ${stderr}`)
      t.is(count(machine.read(file), `"${machine.prefix}/env"`), 2, `round ${round}`)
      t.is(count(machine.read(file), '# <<< tfsso <<<'), 1)
    }
  }
  for (const file of all) if (!edits.bash?.includes(file)) t.is(texts()[file], old[file], file)
  for (const shell of ['zsh', 'fish', 'sh'] as const) machine.modifyPath(shell)
  const elsewhere = [...machine.modifyPath('zsh', more), ...machine.modifyPath('fish', more)]
  for (const [shell, args] of Object.entries(sessions)) {
    const at = whereIs(shell)
    if (!at) continue
    for (const extra of [{}, more]) {
      const { stdout } = await machine.run(at, [...args, 'command -v terraform'], { env: extra })
      t.is(stdout, `${machine.prefix}/shims/terraform`, shell)
    }
  }
  // If XDG_CONFIG_HOME is set, an uninstall looks for fish's file only there, and not in ~/.config. So uninstall twice.
  const { exitCode, stderr } = await machine.install(['--uninstall'], env('bash', more))
  t.is(exitCode, 0, stderr)
  for (const file of elsewhere) t.false(fs.existsSync(file), file)
  await machine.install(['--uninstall'], env('bash'))
  t.deepEqual(texts(), { ...Object.fromEntries(all.map((file) => [file, undefined])), ...before })
})

test('--modify-path changes no file for tcsh, which does not read .profile, and says what to add', async (t) => {
  const machine = new Machine(t)
  const { exitCode, stderr } = await machine.install(['--modify-path', '--dry-run'], env('tcsh'))
  t.is(exitCode, 0, stderr)
  t.true(stderr.includes(path.join(machine.home, '.cshrc')), stderr)
  t.false(stderr.includes('in every new shell'), stderr)
  t.deepEqual(fs.readdirSync(machine.home), [])
})

test('without --modify-path, install.sh edits no file and prints the line to add', async (t) => {
  const machine = new Machine(t)
  machine.write('.bashrc', 'a=1\n')
  for (const [shell, file, line] of [
    ['bash', '.bashrc', `. "${machine.prefix}/env"`],
    ['fish', '.config/fish/config.fish', `source "${machine.prefix}/env.fish"`],
  ] as const) {
    const args = shell === 'bash' ? [] : ['--dry-run']
    const { stderr } = await machine.install(args, env(shell))
    t.true(stderr.includes(path.join(machine.home, file)), stderr)
    t.true(stderr.includes(`\n    ${line}\n`), stderr)
  }
  t.deepEqual(fs.readdirSync(machine.home).sort(), ['.bashrc', '.local'])
  t.is(machine.read('.bashrc'), 'a=1\n')
})

test('installing tfsso elsewhere changes the block in a startup file; only --uninstall of the new installation removes the block', async (t) => {
  const machine = new Machine(t)
  machine.write('.zshrc', 'a=1')
  const other = path.join(machine.root, 'other')
  machine.placeInstallation()
  machine.modifyPath('zsh')
  await machine.install(['--modify-path', '--prefix', other], env('zsh'))
  t.is(count(machine.read('.zshrc'), '# >>> tfsso >>>'), 1)
  t.true(machine.read('.zshrc').includes(`"${other}/env"`))
  const { stderr } = await machine.install(['--uninstall'], env('zsh'))
  t.true(stderr.includes('another directory'), stderr)
  t.true(machine.read('.zshrc').includes(`"${other}/env"`))
  await machine.install(['--uninstall', '--prefix', other], env('zsh'))
  t.is(machine.read('.zshrc'), 'a=1')
})

test('if a startup file can’t be changed, it stays as it is, and install.sh prints the line to add', async (t) => {
  const machine = new Machine(t)
  const file = machine.write('.zshrc', 'a=1\n')
  fs.chmodSync(file, 0o444)
  const of = () => listing(machine.home).filter((line) => line.startsWith('.zshrc'))
  const before = of()
  const args = ['--modify-path', '--dry-run']
  const { exitCode, stderr } = await machine.install(args, env('zsh'))
  t.is(exitCode, 0, stderr)
  t.true(stderr.includes(`${file} cannot be changed`), stderr)
  t.true(stderr.includes(`. "${machine.prefix}/env"`))
  t.deepEqual(of(), before)
})

/** Makes the env files of an installation whose prefix needs quoting. */
function envFiles(machine: Machine): string {
  const prefix = path.join(machine.root, "it's [here] (now)")
  fs.mkdirSync(prefix)
  for (const [name, text] of pathFiles(prefix)) fs.writeFileSync(path.join(prefix, name), text)
  return prefix
}

for (const shell of [...shells, ['zsh'], ['sh']]) {
  const [file = '', ...before] = shell
  const at = whereIs(file)
  if (!at) continue
  test(`env puts the shims first on PATH, and only once: ${shell.join(' ')}`, async (t) => {
    const machine = new Machine(t)
    const prefix = envFiles(machine)
    const ours = `${prefix}/shims:${prefix}/bin`
    const source = '. "$TFSSO_ENV"'
    const run = async (line: string, PATH: string | undefined) => {
      const extra = { PATH, TFSSO_ENV: `${prefix}/env` }
      return (
        await machine.run(at, [...before, '-c', `set -eu; ${line}; echo "$PATH"`], { env: extra })
      ).stdout
    }
    t.is(await run(source, '/x:/y'), `${ours}:/x:/y`)
    t.is(await run(`${source}; ${source}`, '/x:/y'), `${ours}:/x:/y`)
    t.is(await run(`${source}; PATH=/z:$PATH; ${source}`, '/x'), `${ours}:/z:/x`)
    t.is(await run(source, `/x:${ours}`), `${ours}:/x`)
    t.is(await run(source, `:/x:`), `${ours}::/x:`)
    if (file !== 'zsh') t.is(await run(source, ''), ours) // zsh replaces an empty PATH
    t.is(await run(`${source}; echo "\${tfsso_path-none}"`, '/x'), `none\n${ours}:/x`)
  })
}

const fish = whereIs('fish')
if (fish) {
  test('env.fish puts the shims first on PATH, and only once', async (t) => {
    const machine = new Machine(t)
    const prefix = envFiles(machine)
    const run = (line: string) =>
      execFileSync(fish, ['--no-config', '-c', `${line}; string join \\n -- $PATH`], {
        env: { HOME: machine.home, PATH: '/usr/bin:/bin', FILE: `${prefix}/env.fish` },
        encoding: 'utf8',
      })
        .trimEnd()
        .split('\n')
    const wanted = [`${prefix}/shims`, `${prefix}/bin`]
    t.deepEqual(run('source "$FILE"; source "$FILE"'), [...wanted, '/usr/bin', '/bin'])
    t.deepEqual(run('source "$FILE"; set -gx PATH /z $PATH; source "$FILE"').slice(0, 3), [
      ...wanted,
      '/z',
    ])
  })
}
