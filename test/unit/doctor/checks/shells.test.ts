import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { askShells } from '../../../../lib/doctor/checks/shells.ts'
import { repository, temporary } from '../../../rig/install.ts'
import { hangMs } from '../../../rig/limits.ts'
import { write } from '../../../rig/project.ts'
import { hasEnded, until } from '../../../rig/until.ts'

/** `login`: what doctor sees in the login shell */
async function ask(shell: string, file: string, text: string, limitMs = hangMs) {
  const home = temporary('tfsso-shell-')
  write(path.join(home, file), text)
  const env = { HOME: home, PATH: '/usr/bin:/bin', SHELL: shell }
  const views = await askShells(env, repository, shell, limitMs)
  return { home, views, login: views.find(({ from }) => from === 'login-shell') }
}

const shells: [name: string, file: string, dialect: 'sh' | 'fish'][] = [
  ['bash', '.bash_profile', 'sh'],
  ['zsh', '.zshrc', 'sh'],
  ['fish', '.config/fish/config.fish', 'fish'],
  ['mksh', '.profile', 'sh'],
  ['dash', '.profile', 'sh'],
]
for (const [name, file, dialect] of shells) {
  let shell = ''
  try {
    shell = execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
  } catch {
    const skipped = process.env.TFSSO_TEST_SKIPPED
    if (skipped) fs.appendFileSync(skipped, `doctor in a login ${name} (not installed)\n`)
    continue
  }
  const functions = {
    sh: 'terraform() { echo mine; }\n',
    fish: 'function terraform; echo mine; end\n',
  }

  test(`doctor understands a login shell (${name}) whose startup files print something and leave a process running`, async (t) => {
    const bin = temporary('tfsso-bin-')
    write(path.join(bin, 'tofu'), '#!/bin/sh\n')
    fs.chmodSync(path.join(bin, 'tofu'), 0o755)
    const at = { sh: `PATH="${bin}:$PATH"`, fish: `set -gx PATH "${bin}" $PATH` }[dialect]
    const noise = 'echo tfsso-doctor-end\nprintf "no end"\necho oops >&2\n'
    const { login } = await ask(shell, file, `sleep 20 &\n${noise}${at}\n`)
    t.is(login?.failure, undefined)
    t.is(login?.look?.path.split(':')[0], bin)
    t.is(login?.look?.found.tofu, path.join(bin, 'tofu'))
  })

  test(`doctor finds a function or an alias named terraform in a login shell (${name})`, async (t) => {
    const { login } = await ask(shell, file, functions[dialect])
    t.is(login?.look?.found.terraform, 'terraform')
    const alias = await ask(shell, file, `alias terraform='echo mine'\n`)
    t.regex(alias.login?.look?.found.terraform ?? '', /^(alias )?terraform(=|$)|^echo mine$/)
  })

  // In fish, `exit` in a startup file does not end the shell.
  if (dialect === 'fish') continue
  test(`doctor says if a login shell (${name}) ends before it answers`, async (t) => {
    const { login } = await ask(shell, file, 'exit 3\n')
    t.is(login?.failure, 'ended without an answer')
  })
}

test('a login shell that hangs is killed, with everything that it started', async (t) => {
  const text = 'sleep 300 & echo $! >"$HOME/pid"; wait\n'
  const { home, login } = await ask('/bin/sh', '.profile', text, 3_000)
  t.is(login?.failure, 'did not answer within 3 s, so tfsso ended it')
  const left = fs.readFileSync(path.join(home, 'pid'), 'utf8').trim()
  await until(() => hasEnded(left))
})

test('make and sh see the PATH of this process, even if make has started this process', async (t) => {
  const env = { PATH: '/somewhere:/usr/bin:/bin', MAKEFLAGS: 'n', MAKELEVEL: '1' }
  const views = await askShells(env, repository, undefined, hangMs)
  for (const from of ['sh', 'make'])
    t.is(views.find((view) => view.from === from)?.look?.path, env.PATH)
  t.deepEqual(views.at(-1), { from: 'login-shell', shell: undefined, failure: 'is not set' })
})

test('doctor says if it does not know a shell, and if a shell is missing', async (t) => {
  const failure = async (shell: string) =>
    (await askShells({ PATH: '/bin' }, repository, shell, hangMs)).at(-1)?.failure
  t.is(await failure('/usr/sbin/nologin'), 'is not a shell that tfsso knows')
  t.is(await failure('/nowhere/zsh'), 'was not found')
})
