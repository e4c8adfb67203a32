import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { temporary } from '../rig/install.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { writeProgram } from './programs.ts'

const real = (name: string) => `#!/bin/sh\necho "real ${name}" "$0" "$@"\n`

function makeDirectories(world: World): string {
  const root = temporary('tfsso path-')
  for (const name of ['first', 'second', '-dash', 'here'])
    writeProgram(path.join(root, name, 'terraform'), real(name))
  fs.mkdirSync(path.join(root, 'directory/terraform'), { recursive: true })
  writeProgram(path.join(root, 'plain/terraform'), real('plain'))
  fs.chmodSync(path.join(root, 'plain/terraform'), 0o644)
  fs.mkdirSync(path.join(root, 'broken'))
  fs.symlinkSync('nowhere', path.join(root, 'broken/terraform'))
  const shim = path.join(world.prefix, 'shims/terraform')
  fs.mkdirSync(path.join(root, 'linked'))
  fs.symlinkSync(shim, path.join(root, 'linked/terraform'))
  fs.mkdirSync(path.join(root, 'relinked'))
  fs.symlinkSync('../linked/terraform', path.join(root, 'relinked/terraform'))
  for (const name of ['copied', 'copied again']) {
    writeProgram(path.join(root, name, 'terraform'), fs.readFileSync(shim, 'utf8'))
  }
  fs.symlinkSync(path.join(world.prefix, 'shims'), path.join(root, 'linked shims'))
  return root
}

/**
 * `ends`: the directory whose terraform is started, or `none` (the shim exits with 127). R: the directory that
 * makeDirectories returns. S: the directory of tfsso's shims.
 */
const paths: [path: string | undefined, ends: string][] = [
  ['S:R/first:R/second', 'first'],
  ['R/first:S', 'first'],
  ['S:R/second:R/first', 'second'],
  ['S:S:S/:S/.:R/first', 'first'],
  ['S', 'none'],
  ['S:R/nowhere', 'none'],
  ['S:R/plain:R/directory:R/broken', 'none'],
  ['S:R/plain:R/directory:R/broken:R/first', 'first'],
  ['S:R/linked:R/relinked:R/linked shims:R/first', 'first'],
  ['S:R/linked', 'none'],
  ['S:R/copied:R/first', 'first'],
  ['S:R/copied:R/copied again:R/linked:R/first', 'first'],
  ['S:R/copied:R/copied again', 'none'],
  ['R/copied:S', 'none'],
  // An empty entry means the current directory, R/here.
  [':S:R/first', 'here'],
  ['S::R/first', 'here'],
  ['S:', 'here'],
  ['S:.', 'here'],
  ['', 'here'],
  ['S:R/first:', 'first'],
  ['S:../first', 'first'],
  ['S:../-dash', '-dash'],
]

const nothingFound =
  /^tfsso: there is no terraform on PATH except tfsso's own shim\.\n.*TFSSO_TERRAFORM=/

const starts = ['S', 'R/linked', 'R/relinked', 'R/linked shims', 'R/copied']

/** The PATH of these tests has no shells. */
const pathOf = (name: string) =>
  ['', '/bin/', '/usr/bin/']
    .map((at) => `${at}${name}`)
    .find((file) => /^\//.test(file) && fs.existsSync(file)) ?? ''

for (const [number, shell] of shells.entries()) {
  test(`${shell[0]} finds the real terraform on PATH`, async (t) => {
    const world = await makeWorld(t)
    const root = makeDirectories(world)
    const put = (text: string) =>
      text.replaceAll('R/', `${root}/`).replaceAll(/\bS\b/g, `${world.prefix}/shims`)
    const [name = '', ...options] = shell
    // Every shell tries every PATH with the first of `starts`, and its share of the other combinations.
    const isOurs = (start: number, at: number) =>
      start === 0 || (start + at) % shells.length === number
    const runs = starts.flatMap((start, i) =>
      paths
        .filter((_, at) => isOurs(i, at))
        .map(([PATH = '', ends]) => ({
          ...{
            title: `${start} with ${PATH}`,
            ends,
            args: ['a  b'],
            shell: [pathOf(name), ...options],
          },
          ...{ script: `${put(start)}/terraform`, cwd: path.join(root, 'here') },
          env: { PATH: put(PATH) },
        })),
    )
    for (const { title, ends, exitCode, stdout, stderr } of await runInTurn(world, runs)) {
      if (ends === 'none') {
        t.deepEqual([exitCode, stdout], [127, ''], title)
        t.regex(stderr, nothingFound)
      } else {
        t.deepEqual([exitCode, stderr], [0, ''], title)
        t.regex(stdout, new RegExp(`^real ${ends} .*/terraform a  b\n$`), title)
      }
    }
  })

  test(`${shell[0]} finds the real terraform in a directory that begins with a dash, and does not hang without a PATH`, async (t) => {
    const world = await makeWorld(t)
    const root = makeDirectories(world)
    const [name = '', ...options] = shell
    const run = (env: Record<string, string | undefined>) =>
      world.run(pathOf(name), [...options, `${world.prefix}/shims/terraform`], { cwd: root, env })

    const dash = await run({ PATH: `${world.prefix}/shims:-dash` })
    t.regex(dash.stdout, /^real -dash .*-dash\/terraform\n$/)
    t.is(dash.stderr, '')
    // Without a PATH, sh uses a default PATH, where there can be a terraform.
    const missing = await run({ PATH: undefined, TFSSO_TRIED: '1:2:3', CHECKPOINT_DISABLE: '1' })
    t.true([0, 127].includes(missing.exitCode ?? -1))
  })
}

test('TFSSO_TERRAFORM and TFSSO_TOFU name the real tool', async (t) => {
  const world = await makeWorld(t)
  const root = makeDirectories(world)
  const named = writeProgram(path.join(root, 'opt/terraform 1.9'), real('named'))
  const cases: [tool: 'terraform' | 'tofu', env: Record<string, string>, shown: RegExp][] = [
    ['terraform', { TFSSO_TERRAFORM: named }, /^real named .*\/opt\/terraform 1\.9 x\n$/],
    ['tofu', { TFSSO_TOFU: named }, /^real named/],
    ['terraform', { TFSSO_TOFU: named }, /^real first/],
    ['terraform', { TFSSO_TERRAFORM: '' }, /^real first/],
    [
      'terraform',
      { TFSSO_TERRAFORM: 'opt/terraform 1.9' },
      /^real named .*\/opt\/terraform 1\.9 x\n$/,
    ],
    ['terraform', { TFSSO_TERRAFORM: `${world.prefix}/shims/terraform` }, /^real first/],
    ['terraform', { TFSSO_TERRAFORM: `${root}/copied/terraform` }, /^real first/],
  ]
  const wrong: [tool: 'terraform' | 'tofu', env: Record<string, string>][] = [
    ['terraform', { TFSSO_TERRAFORM: '/nowhere/terraform' }],
    ['terraform', { TFSSO_TERRAFORM: root }],
    ['tofu', { TFSSO_TOFU: `${root}/plain/terraform` }],
  ]
  const PATH = `${world.prefix}/shims:${root}/first:/usr/bin:/bin`
  const runs = shells.flatMap((shell) => {
    const run = { args: ['x'], cwd: root, shell }
    return [
      ...cases.map(([tool, own, shown]) => ({ ...run, tool, own, shown, env: { PATH, ...own } })),
      ...wrong.map(([tool, own]) => ({ ...run, tool, own, env: { PATH, ...own } })),
    ].map((one) => ({ shown: undefined, ...one }))
  })
  for (const { own, shown, exitCode, stdout, stderr } of await runInTurn(world, runs)) {
    if (shown) t.regex(stdout, shown, JSON.stringify(own))
    else {
      t.deepEqual([exitCode, stdout], [127, ''])
      t.true(stderr.includes(Object.values(own)[0] ?? ''), stderr)
    }
  }
})
