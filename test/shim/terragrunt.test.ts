import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { shells } from '../rig/shells.ts'
import { placeStandIn } from '../rig/stand-in.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { writeProgram } from './programs.ts'

const shim = ({ prefix }: World) => path.join(prefix, 'shims/terragrunt')
const ask = ({ prefix }: World) => `"${prefix}/bin/tfsso" env --terragrunt`

/** Each row: the person's arguments and environment, and the credentials command that the real Terragrunt gets. */
const rows: [
  args: string[],
  env: Record<string, string>,
  command: ((world: World) => string) | string | undefined,
][] = [
  [['plan'], {}, ask],
  [['run', '--all', 'plan'], { TFSSO: 'on' }, ask],
  [['plan'], { TFSSO: 'args', TFSSO_CI_ROLE: 'none' }, ask],
  [['exec', '--', 'x', '--auth-provider-cmd', 'y'], {}, ask],
  [['plan'], { TFSSO: 'off' }, undefined],
  [['plan'], { TFSSO: 'args' }, undefined],
  [['plan'], { TG_AUTH_PROVIDER_CMD: 'own' }, 'own'],
  [['plan'], { TG_AUTH_PROVIDER_CMD: '' }, ''],
  [['plan'], { TERRAGRUNT_AUTH_PROVIDER_CMD: 'own' }, undefined],
  [['plan', '--auth-provider-cmd', 'own'], {}, undefined],
  [['plan', '--auth-provider-cmd=own'], {}, undefined],
  [['plan', '--terragrunt-auth-provider-cmd', 'own'], {}, undefined],
]

test('the shim becomes Terragrunt, with a credentials command if tfsso gives credentials and the person has set no such command', async (t) => {
  const world = await makeWorld(t)
  placeStandIn(path.join(world.root, 'real bin'), ['terragrunt'])
  for (const [i, [args, env, command]] of rows.entries()) {
    const [file = '', ...options] = shells[i % shells.length] ?? []
    const run = await world.run(file, [...options, shim(world), ...args], { env, cwd: world.root })
    t.deepEqual([run.exitCode, run.stdout, run.stderr], [0, '', ''])
    const start = world.lastStart()
    t.deepEqual([start.tool, start.args], ['terragrunt', args])
    const expected = typeof command === 'function' ? command(world) : command
    t.is(start.env.TG_AUTH_PROVIDER_CMD, expected, JSON.stringify([args, env]))
    t.is(start.env.TFSSO_GIVEN, undefined)
  }
  // Terragrunt can run the shim's credentials command (`ask`) in the project's root, which is in no layer. There the
  // command prints no credentials.
  const told = await world.run('sh', ['-c', ask(world)])
  t.deepEqual([told.exitCode, told.stdout], [0, '{}\n'])
})

test('the shim finds Terragrunt by TFSSO_TERRAGRUNT or on PATH, ends a loop, and says what to do if there is none', async (t) => {
  const world = await makeWorld(t)
  const none = await world.run(shim(world), ['plan'])
  t.is(none.exitCode, 127)
  t.regex(none.stderr, /TFSSO_TERRAGRUNT=\/path\/to\/terragrunt/)
  t.regex(none.stderr, /tfsso setup --tools terraform,tofu/)
  const elsewhere = path.join(world.root, 'else where')
  placeStandIn(elsewhere, ['terragrunt'])
  const env = { TFSSO_TERRAGRUNT: path.join(elsewhere, 'terragrunt') }
  t.is((await world.run(shim(world), ['plan'], { env })).exitCode, 0)
  t.is(world.lastStart().tool, 'terragrunt')
  const which = await world.tfsso(['which', 'terragrunt'], { env })
  t.is(which.stdout, `${env.TFSSO_TERRAGRUNT}\n`)

  // This version manager starts tfsso's shim again, as if the shim were the next terragrunt on PATH.
  const manager = path.join(world.root, 'real bin/terragrunt')
  writeProgram(manager, '#!/bin/sh\nPATH=${PATH#*real bin:} exec "$SHIM" "$@"\n')
  const loop = { SHIM: shim(world), PATH: `${path.dirname(manager)}:/usr/bin:/bin` }
  t.is((await world.run(shim(world), ['plan'], { env: loop })).exitCode, 127)
  const ends = { ...loop, PATH: `${path.dirname(manager)}:${elsewhere}:/usr/bin:/bin` }
  t.is((await world.run(shim(world), ['plan'], { env: ends })).exitCode, 0)
  const wrong = await world.run(shim(world), ['plan'], { env: { ...env, TFSSO: 'yes' } })
  t.is(wrong.exitCode, 78)
  fs.rmSync(manager)
})
