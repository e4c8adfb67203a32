import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import type { Options } from '../../../lib/install/options.ts'
import { checkName, choosePlace, defaultPrefix } from '../../../lib/install/prefix.ts'
import { compiledFile } from '../../rig/compiled.ts'
import { temporary } from '../../rig/install.ts'
import { needsUsers, shared, victim } from '../../rig/users.ts'

const defaults: [env: Record<string, string>, prefix: string | undefined][] = [
  [{}, undefined],
  [{ HOME: '/h' }, '/h/.local/share/tfsso'],
  [{ HOME: 'h' }, undefined],
  [{ HOME: '/h', XDG_DATA_HOME: '/d' }, '/d/tfsso'],
  [{ HOME: '/h', XDG_DATA_HOME: 'd' }, '/h/.local/share/tfsso'],
  [{ XDG_DATA_HOME: '/d' }, '/d/tfsso'],
]

for (const [env, prefix] of defaults) {
  test(`the default prefix for ${JSON.stringify(env)}`, (t) => {
    t.is(defaultPrefix(env), prefix)
  })
}

for (const name of [
  'a"b',
  'a$b',
  'a`b',
  'a\\b',
  'a:b',
  'a\tb',
  'a\nb',
  'a\n',
  'a #b',
  'a ;b',
  'a\u2028b',
  '\ufffd',
])
  test(`a prefix can't be ${JSON.stringify(name)}`, (t) => {
    const message = /cannot be installed in/
    t.throws(() => checkName(`/opt/${name}`, 'sh install.sh'), { name: 'Problem', message })
  })

for (const name of ["it's a  place", 'a&b|c[d]*(e)!~%', 'größe 目录', 'a#b;c'])
  test(`a prefix can be ${name}`, (t) => {
    t.notThrows(() => checkName(`/opt/${name}`, 'sh install.sh'))
  })

const root = temporary('tfsso prefix-')
fs.mkdirSync(path.join(root, 'home'))
fs.mkdirSync(path.join(root, 'p'))
fs.mkdirSync(path.join(root, 'x'))
fs.writeFileSync(path.join(root, 'file'), '')
fs.symlinkSync('p', path.join(root, 'link'))

const options: Options = {
  action: 'install',
  prefix: undefined,
  tools: undefined,
  modifyPath: false,
  dryRun: false,
  browser: false,
  destination: undefined,
}
const choose = (
  change: Partial<Options>,
  env: Record<string, string | undefined> = {},
  own?: string,
) =>
  choosePlace(
    { ...options, ...change },
    {
      called: 'sh install.sh',
      env: { HOME: `${root}/home`, ...env },
      own,
    },
  )

const places: [what: string, prefix: string, place: string, nearest: string][] = [
  ['a directory that exists', `${root}/p`, `${root}/p`, `${root}/p`],
  ['a directory that does not exist yet', `${root}/p/q/r`, `${root}/p/q/r`, `${root}/p`],
  ['slashes at the end', `${root}/p/q//`, `${root}/p/q`, `${root}/p`],
  ['. and .. in the part that exists', `${root}/./x/../p/q`, `${root}/p/q`, `${root}/p`],
  ['a link, which keeps its name', `${root}/link/q`, `${root}/link/q`, `${root}/link`],
]

for (const [what, prefix, place, nearest] of places) {
  test(`a prefix with ${what}`, (t) => {
    t.deepEqual(choose({ prefix }), { prefix: place, nearest })
  })
}

test('a relative prefix starts from PWD if PWD is the working directory', (t) => {
  const here = process.cwd()
  t.is(choose({ prefix: 'no/where' }).prefix, path.join(here, 'no/where'))
  t.is(choose({ prefix: 'no/where' }, { PWD: root }).prefix, path.join(here, 'no/where'))
  const link = path.join(root, 'checkout')
  fs.symlinkSync(here, link)
  t.is(choose({ prefix: 'no/where' }, { PWD: link }).prefix, path.join(link, 'no/where'))
})

test('--prefix wins over the installation’s prefix, and that wins over the default', (t) => {
  t.is(choose({ prefix: `${root}/p` }, {}, '/own').prefix, `${root}/p`)
  t.is(choose({}, {}, `${root}/own`).prefix, `${root}/own`)
  t.is(choose({}).prefix, `${root}/home/.local/share/tfsso`)
})

const refused: [what: string, run: () => unknown, message: RegExp][] = [
  ['no HOME', () => choose({}, { HOME: undefined }), /^HOME is not set/],
  [
    'a relative XDG_DATA_HOME, and no HOME',
    () => choose({}, { HOME: undefined, XDG_DATA_HOME: 'data' }),
    /^HOME is not set/,
  ],
  [
    'no HOME to change startup files in',
    () => choose({ prefix: '/p', modifyPath: true }, { HOME: undefined }),
    /no startup files to change/,
  ],
  ['the root', () => choose({ prefix: '//' }), /^\/ is not a directory to install to/],
  [
    '.. after a directory that does not exist',
    () => choose({ prefix: `${root}/no/../p` }),
    /to install to/,
  ],
  [
    '. after a directory that does not exist',
    () => choose({ prefix: `${root}/no/.` }),
    /to install to/,
  ],
  [
    '// after a directory that does not exist',
    () => choose({ prefix: `${root}/no//p` }),
    /to install to/,
  ],
  ['a file', () => choose({ prefix: `${root}/file` }), /file is not a directory/],
  ['below a file', () => choose({ prefix: `${root}/file/x/y` }), /\/file is not a directory/],
  ['an invalid name', () => choose({ prefix: 'a:b' }), /cannot be installed in/],
]

for (const [what, run, message] of refused) {
  test(`a prefix is refused: ${what}`, (t) => {
    t.throws(run, { name: 'Problem', message })
  })
}

needsUsers('a user without a line in /etc/passwd, as in some containers, can install', (t) => {
  const home = shared(0o755, victim)
  // The process loads the code before it becomes the user `victim`, who perhaps can't read the repository.
  const script = `import(process.argv[1]).then(({ choosePlace }) => {
    process.setuid(${victim})
    const around = { called: 'sh install.sh', env: { HOME: process.argv[2] } }
    console.log(choosePlace({ action: 'install' }, around).prefix)
  })`
  const args = ['-e', script, compiledFile('lib/install/prefix.ts'), home]
  t.is(execFileSync(process.execPath, args, { encoding: 'utf8' }), `${home}/.local/share/tfsso\n`)
})
