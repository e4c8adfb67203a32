import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { copyInstallation } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { type Run, runInTurn } from '../rig/run-in-turn.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { writeProgram } from './programs.ts'

const packages = {
  tofu: 'github.com/opentofu/opentofu/cmd/tofu',
  terraform: 'github.com/hashicorp/terraform',
  manager: 'github.com/tofuutils/tenv/v4/cmd/tofu',
}

/**
 * Makes a program from the stand-in, and adds the line in which Go names a program's package. The program has no `#!`,
 * because tfsso does not identify scripts. The shell itself runs the program.
 */
function placeProgram(world: World, kind: keyof typeof packages, name: string = kind): string {
  const standIn = fs.readFileSync(path.join(world.root, 'real bin/terraform'), 'utf8')
  const line = `: '\npath\t${packages[kind]}\n'\n`
  return writeProgram(
    path.join(world.root, 'programs', name),
    line + standIn.replace(/^#!.*\n/, ''),
  )
}

function runOf(
  world: World,
  typed: 'terraform' | 'tofu',
  named: string,
  shell: string[] = [],
): Run {
  const cwd = path.join(world.project, 'apps-prd/net')
  const env = { TFSSO: 'args', [`TFSSO_${typed.toUpperCase()}`]: named }
  return { tool: typed, args: ['output'], cwd, shell, env }
}

/** Only tofu gets var-files for `output`. */
async function isTofu(world: World, typed: 'terraform' | 'tofu', named: string) {
  const [ran] = await runInTurn(world, [runOf(world, typed, named)])
  if (ran?.exitCode !== 0) throw new Error(ran?.stderr)
  return ran.env.TF_CLI_ARGS_output !== undefined
}

/** The link has the name that a person types. */
function linkTo(world: World, typed: string, real: string): string {
  const link = path.join(world.root, 'at', path.relative(world.root, real), typed)
  fs.mkdirSync(path.dirname(link), { recursive: true })
  if (!fs.existsSync(link)) fs.symlinkSync(real, link)
  return link
}

test('a program’s content says whether it is terraform or tofu; if it is neither, its name decides', async (t) => {
  const world = await makeWorld(t)
  world.layer('apps-prd/net')
  const tofu = placeProgram(world, 'tofu')
  const terraform = placeProgram(world, 'terraform')
  const manager = placeProgram(world, 'manager')
  const script = path.join(world.root, 'real bin/terraform')
  const programs = [
    ['terraform', tofu, true],
    ['tofu', terraform, false],
    ['terraform', terraform, false],
    ['tofu', tofu, true],
    // The programs below are neither terraform nor tofu, so their names decide.
    ['terraform', manager, false],
    ['tofu', manager, true],
    ['terraform', script, false],
    ['tofu', script, true],
  ] as const
  const rows = [[], ...shells].flatMap((shell) =>
    programs.map(([typed, real, tofus]) => {
      const named = linkTo(world, typed, real)
      return { ...runOf(world, typed, named, shell), named, tofus }
    }),
  )
  for (const { tofus, named, shell, exitCode, env } of await runInTurn(world, rows)) {
    const what = `${named} in ${shell}`
    t.deepEqual([exitCode, env.TF_CLI_ARGS_output !== undefined], [0, tofus], what)
  }
})

test('node identifies a program once for all shells, and again only if the program has changed', async (t) => {
  const world = await makeWorld(t, { prefix: copyInstallation() })
  world.layer('apps-prd/net')
  const nodePath = path.join(world.prefix, 'libexec/node-path')
  const node = fs.readFileSync(nodePath, 'utf8')
  const log = path.join(world.root, 'asked')
  const asked = writeProgram(
    path.join(world.root, 'asked node'),
    `#!/bin/sh\necho asked >>'${log}'\nexit 1\n`,
  )
  const asks = async (named: string, does: boolean, what: string) => {
    fs.writeFileSync(log, '')
    write(nodePath, `${asked}\n`)
    const runs = shells.map((shell) => runOf(world, 'terraform', named, shell))
    const codes = (await runInTurn(world, runs)).map(({ exitCode }) => exitCode)
    t.deepEqual(
      codes,
      shells.map(() => 0),
      what,
    )
    t.is(fs.readFileSync(log, 'utf8'), does ? 'asked\n'.repeat(shells.length) : '', what)
    write(nodePath, node)
  }
  const tofu = placeProgram(world, 'tofu')
  const at = placeProgram(world, 'terraform', '../one place')
  t.false(await isTofu(world, 'terraform', at))
  t.true(await isTofu(world, 'terraform', linkTo(world, 'terraform', tofu)))
  await asks(at, false, 'the same program')
  // tfsso notices the program's new modification time.
  fs.writeFileSync(at, fs.readFileSync(tofu))
  fs.utimesSync(at, 1e9, 1e9)
  await asks(at, true, 'written over')
  t.true(await isTofu(world, 'terraform', at), 'written over')
  // The link will lead to a program with the same modification time. tfsso notices the other inode.
  const old = placeProgram(world, 'terraform', 'old')
  fs.utimesSync(old, 1e9, 1e9)
  const link = path.join(world.root, 'link')
  fs.symlinkSync(at, link)
  t.true(await isTofu(world, 'terraform', link))
  await asks(link, false, 'the same link')
  fs.rmSync(link)
  fs.symlinkSync(old, link)
  await asks(link, true, 'a link to another one')
  t.false(await isTofu(world, 'terraform', link), 'a link to another one')
})

test('the first run in a layer starts node once: it makes the grant and identifies the program', async (t) => {
  const world = await makeWorld(t, { prefix: copyInstallation() })
  world.layer('apps-prd/net')
  const tofu = placeProgram(world, 'tofu')
  const recorded = path.join(world.prefix, 'libexec/node-path')
  const node = fs.readFileSync(recorded, 'utf8').trim()
  const starts = path.join(world.root, 'node starts')
  const counting = `#!/bin/sh\necho "$3" >>'${starts}'\nexec '${node}' "$@"\n`
  write(recorded, `${writeProgram(path.join(world.root, 'counting node'), counting)}\n`)
  const link = linkTo(world, 'terraform', tofu)
  for (const round of ['cold', 'warm']) {
    t.true(await isTofu(world, 'terraform', link), round)
    t.is(fs.readFileSync(starts, 'utf8'), 'grant\n', round)
  }
})
