import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { copyInstallation } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { writeProgram } from './programs.ts'

const past = new Date('2020-01-01')
const future = new Date('2040-01-01')
const set = (file: string, text: string) => {
  fs.writeFileSync(file, text)
  fs.utimesSync(file, future, future)
}

/** A shim that reads this grant prints `forged`. */
const forge = (text: string) =>
  `${text.replace(/^tfsso_access_key_id=.*$/m, "tfsso_access_key_id='AKIAFORGED'")}\necho forged >&2\n`

type Tamper = (file: string, text: string, world: World) => void

/** The shim must not read any line of these grants. */
const notOurs: [title: string, tamper: Tamper][] = [
  [
    'a symlink',
    (file, text, world) => {
      const moved = path.join(world.root, 'moved')
      set(moved, forge(text))
      fs.rmSync(file)
      fs.symlinkSync(moved, file)
    },
  ],
  [
    'a directory',
    (file) => {
      fs.rmSync(file)
      fs.mkdirSync(file)
      fs.utimesSync(file, future, future)
    },
  ],
  [
    'a fifo',
    (file) => {
      fs.rmSync(file)
      execFileSync('mkfifo', [file])
      fs.utimesSync(file, future, future)
    },
  ],
  [
    'the grant has expired',
    (file, text) => {
      fs.writeFileSync(file, forge(text))
      fs.utimesSync(file, past, past)
    },
  ],
  [
    'the clock was set back',
    (file, text) => {
      set(file, forge(text))
      fs.utimesSync(path.dirname(file), future, future)
    },
  ],
  [
    'the clock is a symlink',
    (file, text, world) => {
      set(file, forge(text))
      const clock = path.join(world.home, '.cache/tfsso/clock')
      fs.rmSync(clock, { force: true })
      fs.symlinkSync(write(path.join(world.root, 'precious'), 'precious'), clock)
    },
  ],
  [
    'the clock cannot be written',
    (file, text, world) => {
      set(file, forge(text))
      const clock = path.join(world.home, '.cache/tfsso/clock')
      fs.rmSync(clock, { force: true })
      fs.mkdirSync(clock)
    },
  ],
]
if (process.getuid?.() === 0) {
  notOurs.push([
    "another user's",
    (file, text) => {
      set(file, forge(text))
      fs.chownSync(file, 65534, 65534)
    },
  ])
}

const cutAt = (text: string, before: string) => text.slice(0, text.indexOf(before))

/** The shim reads these grants, but must not use them. */
const noGood: [title: string, tamper: Tamper][] = [
  ['empty', (file) => set(file, '')],
  ['cut off', (file, text) => set(file, text.slice(0, text.length / 2))],
  ['cut off in the middle of its return', (file, text) => set(file, cutAt(text, 'urn\n}\n'))],
  ['cut off after its return', (file, text) => set(file, cutAt(text, '}\n[ '))],
  ['cut off before its checks', (file, text) => set(file, text.slice(0, text.indexOf('\n{\n')))],
  ['cut off inside a check', (file, text) => set(file, text.slice(0, text.indexOf(' -c --')))],
  ['no sh', (file) => set(file, ')(\n')],
  ['bytes', (file) => set(file, '\0\x01\xff\n\0')],
  ['an unknown command', (file) => set(file, 'no_such_command 2>/dev/null\n')],
  ['another format', (file, text) => set(file, text.replace(/^#g\d+/, '#g0'))],
  [
    'for another layer',
    (file, text) =>
      set(file, text.replace(/^(\[ "\$\{tfsso_directory.*)net' \] &&$/m, "$1nat' ] &&")),
  ],
  ['for another HOME', (file, text) => set(file, text.replace(/^\[ "\$\{HOME-.*&&$/m, 'false &&'))],
  [
    'without a proof',
    (file, text) => set(file, text.replace(/^tfsso_proof='[^']*'$/m, "tfsso_proof=''")),
  ],
  [
    'with the proof of another grant',
    (file, text) => set(file, text.replace(/^tfsso_proof='/m, "tfsso_proof='0")),
  ],
  [
    'with a checksum command that fails',
    (file, text) => set(file, text.replace(/^LC_ALL=C .*$/m, 'false &&')),
  ],
  ...spoiledProofs(),
]

/** Changes to a grant's proof, and to the seal: the file with the proof's own checksum. */
function spoiledProofs(): [title: string, tamper: Tamper][] {
  const proof = (file: string, text: string) => `${file}#${/^tfsso_proof='(.*)'$/m.exec(text)?.[1]}`
  const spoil =
    (change: (sums: string) => string): Tamper =>
    (file, text) => {
      set(file, text)
      fs.writeFileSync(proof(file, text), change(fs.readFileSync(proof(file, text), 'utf8')))
    }
  return [
    ['whose checksums are missing', (file, text) => fs.rmSync(proof(file, text))],
    ['with an empty file of checksums', spoil(() => '')],
    ['with an invalid file of checksums', spoil(() => 'no sums\n')],
    ['with a checksum that is cut off', spoil((sums) => sums.slice(0, -9))],
    ['with a wrong checksum', spoil((sums) => sums.replace(/^./, 'x'))],
    ['whose checksums lack a line', spoil((sums) => sums.replace(/[^\n]*\n$/, ''))],
    ['whose seal is missing', (file, text) => fs.rmSync(`${proof(file, text)}.seal`)],
    ['whose seal is empty', (file, text) => fs.writeFileSync(`${proof(file, text)}.seal`, '')],
  ]
}

async function grant(world: World) {
  const cwd = world.layer('apps-prd/us-east-1/net')
  const plan = (shell: string[]) => world.terraform(['plan'], { cwd, shell })
  await plan([])
  const cache = path.join(world.home, '.cache/tfsso')
  const file = path.join(cache, 'grants', cwd, '.tfsso/terraform.full')
  const kept = path.join(world.root, 'as it was made')
  const changed = ['clock', path.relative(cache, path.dirname(file))]
  const copy = (from: string, to: string) => {
    for (const name of changed) {
      fs.rmSync(path.join(to, name), { recursive: true, force: true })
      fs.cpSync(path.join(from, name), path.join(to, name), {
        recursive: true,
        preserveTimestamps: true,
      })
    }
  }
  copy(cache, kept)
  const restore = () => copy(kept, cache)
  return { plan, file, text: fs.readFileSync(file, 'utf8'), restore }
}

/** in place of node */
const asked = '#!/bin/sh\necho asked >&2\nexit 78\n'

for (const shell of shells) {
  test(`${shell[0]}: the shim reads no line of an unsafe or expired grant, and does not use an invalid grant`, async (t) => {
    const prefix = copyInstallation()
    const world = await makeWorld(t, { prefix })
    await world.logIn()
    const { plan, file, text, restore } = await grant(world)
    const node = writeProgram(path.join(world.root, 'node'), asked)
    write(path.join(prefix, 'libexec/node-path'), `${node}\n`)
    const started = world.starts().length
    for (const [title, tamper] of notOurs) {
      restore()
      tamper(file, text, world)
      const { exitCode, stdout, stderr } = await plan(shell)
      t.deepEqual([exitCode, stdout, stderr], [78, '', 'asked\n'], title)
      const precious = path.join(world.root, 'precious')
      if (fs.existsSync(precious)) t.is(fs.readFileSync(precious, 'utf8'), 'precious')
    }
    for (const [title, tamper] of noGood) {
      restore()
      tamper(file, text.replace(/^tfsso_access_key_id=.*$/m, "tfsso_access_key_id='FORGED'"), world)
      const { exitCode, stderr } = await plan(shell)
      t.is(exitCode, 78, title)
      t.regex(stderr, /asked\n$/, title)
    }
    t.is(world.starts().length, started)
  })
}

test('a run makes a new grant if the stored grant is unsafe, expired or invalid', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const { plan, file, text, restore } = await grant(world)
  // node replaces a stored grant whatever its text is, so three of `noGood` are enough.
  const texts = ['bytes', 'with a wrong checksum', 'whose checksums are missing']
  const invalid = noGood.filter(([title]) => texts.includes(title))
  t.is(invalid.length, texts.length)
  for (const [number, [title, tamper]] of [...notOurs, ...invalid].entries()) {
    restore()
    tamper(file, text.replace(/^tfsso_access_key_id=.*$/m, "tfsso_access_key_id='FORGED'"), world)
    t.is((await plan(shells[number % shells.length] ?? [])).exitCode, 0, title)
    t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd', title)
    if (notOurs.some(([other]) => other === title)) continue
    t.true(fs.readFileSync(file, 'utf8').includes("tfsso_access_key_id='ASIA"), title)
  }
})

test('a good grant is used without node', async (t) => {
  const prefix = copyInstallation()
  const world = await makeWorld(t, { prefix })
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  await world.terraform(['plan'], { cwd })
  write(path.join(prefix, 'libexec/node-path'), '/bin/false\n')
  const file = path.join(world.home, '.cache/tfsso/grants', cwd, '.tfsso/terraform.full')
  const text = fs.readFileSync(file, 'utf8')
  set(file, text.replace(/^tfsso_access_key_id=.*$/m, "tfsso_access_key_id='AKIAFORGED'"))
  for (const shell of shells) {
    t.is((await world.terraform(['plan'], { cwd, shell })).exitCode, 0)
    t.is(world.lastStart().env.AWS_ACCESS_KEY_ID, 'AKIAFORGED', 'so forgeries would be seen')
  }
})
