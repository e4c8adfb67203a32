import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { browserCommands, hasBrowser, openBrowser } from '../../../lib/login/browser.ts'
import { temporary } from '../../rig/install.ts'

const url = 'https://d-1.awsapps.com/start/#/device?user_code=ABCD-EFGH'

for (const [setting, expected] of [
  ['firefox', [['firefox', url]]],
  ['firefox %s', [['firefox', url]]],
  ['firefox --new-tab %s --quiet', [['firefox', '--new-tab', url, '--quiet']]],
  ['open --url=%s', [['open', `--url=${url}`]]],
  [
    'firefox:w3m',
    [
      ['firefox', url],
      ['w3m', url],
    ],
  ],
  [
    '  firefox  -x :: w3m',
    [
      ['firefox', '-x', url],
      ['w3m', url],
    ],
  ],
  ['curl http://proxy/?%s', [['curl', `http://proxy/?${url}`]]],
  ['x; rm -rf /', [['x;', 'rm', '-rf', '/', url]]],
  ["'/opt/my browser/run' --new", [['/opt/my browser/run', '--new', url]]],
  ['"/opt/my browser/run" "%s"', [['/opt/my browser/run', url]]],
  ['/opt/my\\ browser/run', [['/opt/my browser/run', url]]],
  [
    "'C:/Program Files/b.exe':w3m",
    [
      ['C:/Program Files/b.exe', url],
      ['w3m', url],
    ],
  ],
  ['a"b c"\'d e\' x', [['ab cd e', 'x', url]]],
  ['"say \\"hi\\""', [['say "hi"', url]]],
  ["'unended quote", [['unended quote', url]]],
  ['$HOME/b `id`', [['$HOME/b', '`id`', url]]],
  ['', []],
  [':', []],
] as const) {
  test(`the commands for BROWSER=${setting}`, (t) => {
    t.deepEqual(browserCommands(setting, url), expected as unknown as string[][])
  })
}

for (const [env, expected] of [
  [{ DISPLAY: ':0' }, true],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, true],
  [{ BROWSER: 'w3m' }, true],
  [{ DISPLAY: ':0', SSH_CONNECTION: '1 2 3 4' }, false],
  [{ DISPLAY: ':0', SSH_TTY: '/dev/pts/1' }, false],
  [{ BROWSER: 'w3m', SSH_TTY: '/dev/pts/1' }, true],
] as const) {
  test(`whether there is a browser with ${JSON.stringify(env)}: ${expected}`, (t) => {
    t.is(hasBrowser(env), expected)
  })
}

test('the first command in BROWSER that exists gets the URL as one argument', async (t) => {
  const directory = temporary('tfsso-browser-')
  const opened = path.join(directory, 'opened')
  const script = path.join(directory, 'browser')
  fs.writeFileSync(
    script,
    `#!/bin/sh\nprintf '%s\\n' "$#" "$@" >'${opened}.tmp'\nmv '${opened}.tmp' '${opened}'\n`,
  )
  fs.chmodSync(script, 0o755)
  t.true(await openBrowser(url, { BROWSER: `/nowhere/browser:${script}` }))
  while (!fs.existsSync(opened)) await new Promise((resolve) => setTimeout(resolve, 10))
  t.is(fs.readFileSync(opened, 'utf8'), `1\n${url}\n`)
})

test('openBrowser returns false if no command could be started', async (t) => {
  t.false(await openBrowser(url, { BROWSER: '/nowhere/browser:/nowhere/else' }))
})
