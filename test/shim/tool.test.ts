import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { copyInstallation } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { writeProgram } from './programs.ts'

const packages = {
  tofu: 'github.com/opentofu/opentofu/cmd/tofu',
  terraform: 'github.com/hashicorp/terraform',
  manager: 'github.com/tofuutils/tenv/v4/cmd/tofu',
}

/**
 * Makes a program from the stand-in. It contains the line that Go writes into a program, and has no `#!`, so the shell
 * itself runs it. Returns its path.
 */
function placeProgram(world: World, kind: keyof typeof packages, name: string = kind): string {
  const standIn = fs.readFileSync(path.join(world.root, 'real bin/terraform'), 'utf8')
  const line = `: '\npath\t${packages[kind]}\n'\n`
  return writeProgram(
    path.join(world.root, 'programs', name),
    line + standIn.replace(/^#!.*\n/, ''),
  )
}

/** Whether tfsso takes the program for tofu. It does if the program gets var-files for `output`. */
async function isTofu(world: World, typed: 'terraform' | 'tofu', real: string, shell: string[]) {
  const at = path.join(world.root, 'at')
  fs.rmSync(at, { recursive: true, force: true })
  fs.mkdirSync(at)
  fs.symlinkSync(real, path.join(at, typed))
  return isTofuAt(world, typed, path.join(at, typed), shell)
}

async function isTofuAt(world: World, typed: 'terraform' | 'tofu', named: string, shell: string[]) {
  const cwd = path.join(world.project, 'apps-prd/net')
  const env = { TFSSO: 'args', [`TFSSO_${typed.toUpperCase()}`]: named }
  const { exitCode, stderr } = await world.shim(typed, ['output'], { cwd, shell, env })
  if (exitCode !== 0) throw new Error(stderr)
  return world.lastStart().env.TF_CLI_ARGS_output !== undefined
}

for (const shell of shells) {
  test(`${shell[0]}: a program’s content says whether it is terraform or tofu; its name counts only for other programs`, async (t) => {
    const world = await makeWorld(t)
    world.layer('apps-prd/net')
    const tofu = placeProgram(world, 'tofu')
    const terraform = placeProgram(world, 'terraform')
    const manager = placeProgram(world, 'manager')
    const script = path.join(world.root, 'real bin/terraform')
    for (const round of ['cold', 'warm'])
      for (const [typed, real, tofus] of [
        ['terraform', tofu, true],
        ['tofu', terraform, false],
        ['terraform', terraform, false],
        ['tofu', tofu, true],
        // These programs are neither terraform nor tofu, so the name decides.
        ['terraform', manager, false],
        ['tofu', manager, true],
        ['terraform', script, false],
        ['tofu', script, true],
      ] as const)
        t.is(await isTofu(world, typed, real, shell), tofus, `${typed} is ${real}, ${round}`)
  })

  test(`${shell[0]}: tfsso identifies a program only once, and again only if the program has changed`, async (t) => {
    const world = await makeWorld(t, { prefix: copyInstallation() })
    world.layer('apps-prd/net')
    const tofu = placeProgram(world, 'tofu')
    const at = path.join(world.root, 'one place')
    const real = placeProgram(world, 'terraform', '../one place')
    t.is(real, at)
    t.false(await isTofuAt(world, 'terraform', at, shell))
    // The first of these two runs stores the answer.
    t.true(await isTofu(world, 'terraform', tofu, shell))
    t.true(await isTofu(world, 'terraform', tofu, shell))
    const node = path.join(world.prefix, 'libexec/node-path')
    const recorded = fs.readFileSync(node, 'utf8')
    write(node, '/bin/false\n')
    t.false(await isTofuAt(world, 'terraform', at, shell), 'no node is started for it')
    write(node, recorded)
    // The file gets other content. tfsso notices the new time.
    fs.writeFileSync(at, fs.readFileSync(tofu))
    fs.utimesSync(at, 1e9, 1e9)
    t.true(await isTofuAt(world, 'terraform', at, shell), 'written over')
    // The link gets another target with the same time. tfsso notices the new inode.
    const old = placeProgram(world, 'terraform', 'old')
    fs.utimesSync(old, 1e9, 1e9)
    const link = path.join(world.root, 'link')
    fs.symlinkSync(at, link)
    t.true(await isTofuAt(world, 'terraform', link, shell))
    fs.rmSync(link)
    fs.symlinkSync(old, link)
    t.false(await isTofuAt(world, 'terraform', link, shell), 'a link to another one')
  })
}

test('the first run in a layer starts node once: it makes the grant and identifies the program', async (t) => {
  const world = await makeWorld(t, { prefix: copyInstallation() })
  world.layer('apps-prd/net')
  const tofu = placeProgram(world, 'tofu')
  const recorded = path.join(world.prefix, 'libexec/node-path')
  const node = fs.readFileSync(recorded, 'utf8').trim()
  const starts = path.join(world.root, 'node starts')
  const counting = `#!/bin/sh\necho "$3" >>'${starts}'\nexec '${node}' "$@"\n`
  write(recorded, `${writeProgram(path.join(world.root, 'counting node'), counting)}\n`)
  for (const round of ['cold', 'warm']) {
    t.true(await isTofu(world, 'terraform', tofu, ['sh']), round)
    t.is(fs.readFileSync(starts, 'utf8'), 'grant\n', round)
  }
})
