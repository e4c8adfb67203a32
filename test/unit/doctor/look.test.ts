import test from 'ava'
import { loginEnvironment, loginShellArguments, parseLook } from '../../../lib/doctor/look.ts'

const answer = (...lines: string[]) =>
  ['', 'tfsso-doctor-begin', ...lines, 'tfsso-doctor-end', ''].join('\n')
const look = (path: string, terraform: string, tofu: string, terragrunt = '') => ({
  path,
  found: { terraform, tofu, terragrunt },
})

for (const [what, output, found] of [
  [
    'plain',
    answer('/a:/b', '/a/terraform', '', '/b/terragrunt'),
    look('/a:/b', '/a/terraform', '', '/b/terragrunt'),
  ],
  [
    'startup files print',
    `Welcome!\nno newline${answer('/a', '', '/a/tofu', '')}bye\n`,
    look('/a', '', '/a/tofu'),
  ],
  [
    'an alias',
    answer('/a', "alias terraform='tf'", '', ''),
    look('/a', "alias terraform='tf'", ''),
  ],
  ['not yet complete', '\ntfsso-doctor-begin\n/a\n/a/terraform\n', undefined],
  ['nothing', '', undefined],
  ['only the marks', answer(), undefined],
] as const)
  test(`doctor reads a shell’s answer: ${what}`, (t) => t.deepEqual(parseLook(output), found))

test('the arguments for login shells', (t) => {
  for (const shell of ['/bin/bash', '/usr/bin/zsh', '/bin/sh', '/usr/local/bin/fish', 'mksh'])
    t.deepEqual(loginShellArguments(shell)?.slice(0, 3), ['-l', '-i', '-c'])
  for (const shell of ['/bin/tcsh', '/usr/bin/nu', '/bin/false', '/usr/sbin/nologin'])
    t.is(loginShellArguments(shell), undefined)
})

test('a login shell gets only the variables that a new session has', (t) => {
  const { PATH, ...rest } = loginEnvironment({
    HOME: '/home/me',
    PATH: '/mine',
    LC_ALL: 'C',
    SSH_AUTH_SOCK: '/s',
    AWS_SECRET_ACCESS_KEY: 'secret',
    DIRENV_DIFF: 'x',
    BASH_ENV: '/x',
  })
  t.deepEqual(rest, {
    HOME: '/home/me',
    LC_ALL: 'C',
    SSH_AUTH_SOCK: '/s',
    TFSSO_DOCTOR: '1',
    HISTFILE: '',
  })
  t.false(PATH.includes('/mine'))
})
