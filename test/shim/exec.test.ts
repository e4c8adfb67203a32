import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import test from 'ava'
import { shareWorld } from '../rig/shared-world.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { writeProgram } from './programs.ts'

let placed = 0

/** Writes the script into a file. Returns the variable that names this file as the real terraform. */
function placeReal(world: World, script: string): Record<string, string> {
  return { TFSSO_TERRAFORM: writeProgram(path.join(world.root, `real ${placed++}`), script) }
}

/** The layer has a grant, so `plan` goes through the whole shim. */
const granted = shareWorld(async (world) => {
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  await world.terraform(['plan'], { cwd })
  return { world, cwd }
})

for (const shell of shells) {
  test(`${shell[0]}: the real terraform gets the pid, the stdin and the descriptors of the shim`, async (t) => {
    const { world, cwd } = await granted(t)
    const script = '#!/usr/bin/env bash\necho $$\ncat\ncat <&3\ncat <&9\ncat <&12\necho five >&5\n'
    for (const args of [['plan'], ['version'], ['apply', 'p']]) {
      const shim = path.join(world.prefix, 'shims/terraform')
      const shimmed = `${shell.join(' ')} "${shim}" ${args.join(' ')}`
      const line = `echo $$; exec ${shimmed} 3<"$A" 9<"$B" 12<"$C" 5>&1 <"$D"`
      const files = Object.fromEntries(
        ['A', 'B', 'C', 'D'].map((name) => {
          // The tests of other shells write their files at the same time.
          const file = path.join(world.root, `${shell[0]} ${name}`)
          fs.writeFileSync(file, `${name}\n`)
          return [name, file]
        }),
      )
      const env = { ...placeReal(world, script), ...files }
      // bash runs this line, because dash can't open descriptors above 9.
      const { stdout, stderr } = await world.run('bash', ['-c', line], { cwd, env })
      const [pid] = stdout.split('\n')
      t.deepEqual([stdout, stderr], [`${pid}\n${pid}\nD\nA\nB\nC\nfive\n`, ''], args[0])
    }
  })

  test(`${shell[0]}: a run ends with the exit code or the signal of the real terraform`, async (t) => {
    const { world, cwd } = await granted(t)
    for (const code of [0, 1, 2, 42, 127, 255]) {
      const outcome = await world.terraform(['plan', '-detailed-exitcode'], {
        cwd,
        shell,
        env: { STANDIN_EXIT: String(code) },
      })
      t.is(outcome.exitCode, code)
    }
    const killed = placeReal(world, '#!/bin/sh\nkill -KILL $$\n')
    t.is((await world.terraform(['plan'], { cwd, shell, env: killed })).signal, 'SIGKILL')
  })

  test(`${shell[0]}: the shim changes no signal handling`, async (t) => {
    const { world, cwd } = await granted(t)
    // Prints the ignored, blocked and caught signals, as the kernel shows them.
    const real =
      '#!/usr/bin/perl\nopen F, "/proc/self/status"; print grep /^Sig(Ign|Blk|Cgt)/, <F>;\n'
    const env = placeReal(world, real)
    const direct = await world.run(env.TFSSO_TERRAFORM ?? '', ['plan'], { cwd, env })
    const shimmed = await world.terraform(['plan'], { cwd, shell, env })
    t.is(shimmed.stdout, direct.stdout)
    // A signal that was ignored before, as by nohup, stays ignored.
    const ignoring = (program: string) => ['-c', `trap '' HUP PIPE; exec ${program} plan`]
    const shim = `${shell.join(' ')} "${world.prefix}/shims/terraform"`
    const nohup = await world.run('sh', ignoring('"$TFSSO_TERRAFORM"'), { cwd, env })
    t.not(nohup.stdout, direct.stdout)
    t.is((await world.run('sh', ignoring(shim), { cwd, env })).stdout, nohup.stdout)
  })

  test(`${shell[0]}: SIGTERM and SIGINT to the shim's pid reach the real terraform`, async (t) => {
    const { world, cwd } = await granted(t)
    const real = `#!/usr/bin/perl
$| = 1; $SIG{INT} = sub { print "INT\\n" }; $SIG{TERM} = sub { print "TERM\\n"; exit 7 };
print "ready\\n"; sleep 1 while 1;
`
    const [name = '', ...options] = shell
    const child = spawn(name, [...options, `${world.prefix}/shims/terraform`, 'apply'], {
      cwd,
      env: world.env(placeReal(world, real)),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let shown = ''
    const exited = new Promise((resolve) => child.on('exit', resolve))
    for await (const data of child.stdout) {
      shown += data
      if (shown.endsWith('ready\n')) child.kill('SIGINT')
      if (shown.endsWith('INT\n')) child.kill('SIGTERM')
    }
    t.is(await exited, 7)
    t.is(shown, 'ready\nINT\nTERM\n')
  })
}

test('a program that endlessly writes into terraform’s stdin gets SIGPIPE when terraform ends', async (t) => {
  const { world, cwd } = await granted(t)
  const env = placeReal(world, '#!/bin/sh\nhead -n 1\n')
  // With ReadOnly the run is cold, so node runs. It must not read terraform's stdin.
  for (const role of ['', 'ReadOnly']) {
    const line = `(yes; echo $? >&2) | TFSSO_ROLE=${role} terraform apply`
    const { stdout, stderr } = await world.run('sh', ['-c', line], { cwd, env })
    t.deepEqual([stdout, stderr], ['y\n', '141\n'])
  }
})

test('after one Ctrl-C terraform gets exactly one SIGINT', async (t) => {
  const { world, cwd } = await granted(t)
  const real = `#!/usr/bin/perl
$| = 1; $SIG{INT} = sub { print "INT;" };
print "ready\\n"; exit(<STDIN> eq "end\\n" ? 3 : 4);
`
  const env = placeReal(world, real)
  const run = world.terminal('exec terraform apply', { cwd, env })
  await run.shows(/ready/)
  run.write('\x03')
  await run.shows(/INT;/)
  // The program still waits here, so it would show a second SIGINT.
  run.write('end\r')
  t.is((await run.exited).exitCode, 3, run.screen)
  t.is(run.screen.match(/INT;/g)?.length, 1, run.screen)
})

test('Ctrl-C while a login waits ends the run, and terraform is not started', async (t) => {
  const world = await makeWorld(t, { approval: 'page' })
  const cwd = world.layer('apps-prd/us-east-1/net')
  const run = world.terminal('terraform plan', { cwd })
  await run.shows(/user_code|[A-Z]{4}-[A-Z]{4}/)
  run.write('\x03')
  const { exitCode, signal } = await run.exited
  t.true(exitCode === 130 || signal === constants.signals.SIGINT, `${exitCode} ${signal}`)
  t.deepEqual(world.starts(), [])
})
