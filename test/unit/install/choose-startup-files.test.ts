import test from 'ava'
import {
  advisedFile,
  editedFiles,
  guardedLine,
  lineFor,
  possibleFiles,
  type Shell,
  type StartupPaths,
  shellOf,
} from '../../../lib/install/choose-startup-files.ts'

const shells: [variable: string | undefined, shell: Shell][] = [
  [undefined, 'sh'],
  ['', 'sh'],
  ['/bin/bash', 'bash'],
  ['/opt/homebrew/bin/fish', 'fish'],
  ['zsh', 'zsh'],
  ['/bin/dash', 'sh'],
  ['/bin/ksh', 'sh'],
  ['/bin/tcsh', 'csh'],
  ['/usr/bin/nu', 'other'],
]

for (const [variable, shell] of shells) {
  test(`SHELL=${variable}: ${shell}`, (t) => {
    t.is(shellOf({ SHELL: variable }).shell, shell)
  })
}

interface Row {
  shell: Shell
  there?: string[]
  env?: Record<string, string>
  platform?: NodeJS.Platform
  edited: string[]
  advised: string
}

const rows: Row[] = [
  { shell: 'bash', edited: ['/h/.bashrc', '/h/.profile'], advised: '/h/.bashrc' },
  {
    shell: 'bash',
    there: ['.bash_profile', '.profile'],
    edited: ['/h/.bashrc', '/h/.bash_profile'],
    advised: '/h/.bashrc',
  },
  {
    shell: 'bash',
    there: ['.bash_login'],
    edited: ['/h/.bashrc', '/h/.bash_login'],
    advised: '/h/.bashrc',
  },
  {
    shell: 'bash',
    platform: 'darwin',
    edited: ['/h/.bashrc', '/h/.bash_profile'],
    advised: '/h/.bash_profile',
  },
  {
    shell: 'bash',
    platform: 'darwin',
    there: ['.profile'],
    edited: ['/h/.bashrc', '/h/.profile'],
    advised: '/h/.profile',
  },
  { shell: 'zsh', edited: ['/h/.zshrc'], advised: '/h/.zshrc' },
  { shell: 'zsh', env: { ZDOTDIR: '/z' }, edited: ['/z/.zshrc'], advised: '/z/.zshrc' },
  { shell: 'zsh', env: { ZDOTDIR: 'z' }, edited: ['/h/.zshrc'], advised: '/h/.zshrc' },
  {
    shell: 'fish',
    edited: ['/h/.config/fish/conf.d/tfsso.fish'],
    advised: '/h/.config/fish/config.fish',
  },
  {
    shell: 'fish',
    env: { XDG_CONFIG_HOME: '/c' },
    edited: ['/c/fish/conf.d/tfsso.fish'],
    advised: '/c/fish/config.fish',
  },
  { shell: 'sh', edited: ['/h/.profile'], advised: '/h/.profile' },
  { shell: 'csh', edited: [], advised: '/h/.cshrc' },
  { shell: 'other', edited: [], advised: '/h/.profile' },
]

for (const { shell, there = [], env = {}, platform = 'linux', edited, advised } of rows) {
  const paths: StartupPaths = {
    env,
    home: '/h',
    platform,
    exists: (file) => there.some((name) => file === `/h/${name}`),
  }
  test(`the startup files of ${shell} with ${JSON.stringify({ there, env, platform })}`, (t) => {
    t.deepEqual(editedFiles(shell, paths), edited)
    t.is(advisedFile(shell, paths), advised)
    const possible = possibleFiles(paths)
    for (const file of edited) t.true(possible.includes(file), file)
    t.is(new Set(possible).size, possible.length, 'each once')
  })
}

test('the lines for startup files quote the prefix, and do nothing if the prefix does not exist any more', (t) => {
  t.is(lineFor('bash', '/a b'), '. "/a b/env"')
  t.is(lineFor('fish', '/a b'), 'source "/a b/env.fish"')
  t.is(lineFor('csh', '/a b'), 'set path = ("/a b/shims" "/a b/bin" $path)')
  t.is(guardedLine('zsh', '/p'), 'if [ -r "/p/env" ]; then . "/p/env"; fi')
  t.is(guardedLine('fish', '/p'), 'if test -r "/p/env.fish"; source "/p/env.fish"; end')
})
