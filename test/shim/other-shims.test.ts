import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { copyInstallation, temporary } from '../rig/install.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld } from '../rig/world.ts'
import { writeProgram } from './programs.ts'

/**
 * Returns the start of an sh loop over the terraforms on PATH that pass this test. Most version managers split PATH
 * like this.
 */
const others = (test: string) =>
  `IFS=:; set -f; for d in $PATH; do c=$d/terraform; [ -f "$c" ] && [ -x "$c" ] && ${test} &&`

/** Imitations of other tools' shims, named after how they find the next program. */
const fakes = {
  // mise and asdf, if the version is `system`: the first terraform in another directory
  'by path': `${others('[ "$d" != "${0%/*}" ]')} exec "$c" "$@"; done; exit 126`,
  // tfenv and rbenv: the first terraform that is another file
  'by inode': `${others('! [ "$c" -ef "$0" ]')} exec "$c" "$@"; done; exit 126`,
  // as `by inode`, but the next program is a child
  spawning: `${others('! [ "$c" -ef "$0" ]')} { "$c" "$@"; exit $?; }; done; exit 126`,
  // pyenv: removes its own directory from PATH, and starts the next terraform
  'without itself': `p=; IFS=:; set -f; for d in $PATH; do [ "$d" = "\${0%/*}" ] || p=$p\${p:+:}$d; done
    PATH=$p; export PATH; exec terraform "$@"`,
  // has its own terraform, and does not search PATH
  knowing: 'exec "${0%/*}/../real/terraform" "$@"',
}
type Fake = keyof typeof fakes

/**
 * `S`: tfsso's shims; `copy`: a copy of tfsso's shim. `other`: the shims of another installation, which the shim must
 * pass over. `none`: there is no real terraform, so the exit code is 127.
 * `loop`: the shims start each other until tfsso ends with 127 (libexec/tried.sh).
 */
const orders: [order: string[], ends: 'real' | 'none' | 'loop'][] = [
  ...(Object.keys(fakes) as Fake[]).flatMap((fake): [string[], 'real'][] =>
    fake === 'spawning'
      ? []
      : [
          [['S', fake, 'real'], 'real'],
          [[fake, 'S', 'real'], 'real'],
          [['S', fake, 'S', 'real'], 'real'],
          [['copy', fake, 'S', 'real'], 'real'],
          [[fake, 'copy', 'S', fake, 'real'], 'real'],
        ],
  ),
  [['S', 'by path', 'by inode', 'real'], 'real'],
  [['by inode', 'S', 'by path', 'real'], 'real'],
  [['S', 'by path', 'without itself', 'by inode', 'real'], 'real'],
  [['S', 'by inode'], 'none'],
  [['by path', 'S'], 'none'],
  [['S', 'knowing'], 'real'],
  [['S', 'real', 'spawning'], 'real'],
  [['S', 'other', 'real'], 'real'],
  [['copy', 'other', 'S', 'real'], 'real'],
  [['S', 'other'], 'none'],
  [['spawning', 'S', 'real'], 'loop'],
  [['S', 'spawning', 'real'], 'loop'],
  [['S', 'spawning'], 'loop'],
]

let other: string | undefined

/** The directory of shims of another installation. Its shim of terraform only says that it was started. */
function shimsOfOther(): string {
  if (other === undefined) {
    other = path.join(copyInstallation(), 'shims')
    writeProgram(path.join(other, 'terraform'), '#!/bin/sh\necho other\n')
  }
  return other
}

for (const shell of shells) {
  test(`${shell[0]}: with other shims on PATH the shim starts the real terraform, or ends with 127`, async (t) => {
    const world = await makeWorld(t)
    const root = temporary('tfsso shims-')
    for (const [name, body] of Object.entries(fakes))
      writeProgram(path.join(root, name, 'terraform'), `#!/bin/sh\n${body}\n`)
    writeProgram(path.join(root, 'real/terraform'), '#!/bin/sh\necho "real $*"\n')
    const shim = fs.readFileSync(path.join(world.prefix, 'shims/terraform'), 'utf8')
    writeProgram(path.join(root, 'copy/terraform'), shim)

    const places: Record<string, string> = {
      S: path.join(world.prefix, 'shims'),
      other: shimsOfOther(),
    }

    for (const [order, ends] of orders) {
      const directories = order.map((name) => places[name] ?? path.join(root, name))
      const [first = ''] = directories
      const PATH = [...directories, '/usr/bin', '/bin'].join(':')
      const ours = order[0] === 'S' || order[0] === 'copy'
      const [name = '', ...options] = [...(ours ? shell : ['sh']), `${first}/terraform`, 'plan']
      const outcome = await world.run('timeout', ['60', name, ...options], {
        cwd: root,
        env: { PATH },
      })
      const title = order.join(' ')
      if (ends === 'real')
        t.deepEqual([outcome.stdout, outcome.exitCode], ['real plan\n', 0], title)
      else t.deepEqual([outcome.stdout, outcome.exitCode], ['', 127], title)
      if (ends === 'loop')
        t.regex(outcome.stderr, /starts tfsso again in a loop.*\n.*TFSSO_TERRAFORM=/, title)
    }
  })
}

test('`which`, and a variable with the path of a tool, pass over the shim of another installation', async (t) => {
  const world = await makeWorld(t)
  const other = shimsOfOther()
  const PATH = `${other}:${world.env().PATH}`
  const real = path.join(world.root, 'real bin/terraform')
  for (const env of [{ PATH }, { TFSSO_TERRAFORM: path.join(other, 'terraform') }]) {
    const { exitCode, stdout } = await world.tfsso(['which', 'terraform'], { env })
    t.deepEqual([exitCode, stdout], [0, `${real}\n`])
  }
})

test('tfsso does not take several runs inside a run for a loop of shims', async (t) => {
  const world = await makeWorld(t)
  const nested = 'for i in 1 2 3; do terraform version || exit 1; done'
  const outcome = await world.terraform(['version'], { env: { STANDIN_RUN: nested } })
  t.is(outcome.exitCode, 0)
  t.is(world.starts().length, 4)
})
