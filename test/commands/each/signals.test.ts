import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { execa } from 'execa'
import { until } from '../../rig/until.ts'
import { makeWorld, type World } from '../../rig/world.ts'

/* Notes each signal that it gets. Ends soon after the first, as terraform does. */
const counting = `
note=$NOTES/\${PWD##*/}
for s in INT TERM HUP; do trap "echo $s >>'$note.signals'; touch '$note.end'" $s; done
touch "$note.started"
until [ -e "$note.end" ]; do sleep 0.05; done
sleep 0.5
exit 1
`

async function makeLayers(t: Parameters<typeof makeWorld>[0]) {
  const world = await makeWorld(t)
  for (const name of ['a', 'b', 'c']) world.layer(`shared/${name}`)
  const notes = path.join(world.root, 'notes')
  fs.mkdirSync(notes)
  const script = path.join(world.root, 'counting.sh')
  fs.writeFileSync(script, counting)
  return { world, notes, script, env: { TFSSO: 'off', NOTES: notes } }
}

const signals = (notes: string) =>
  Object.fromEntries(
    fs
      .readdirSync(notes)
      .filter((name) => name.endsWith('.signals'))
      .sort()
      .map((name) => [name[0], fs.readFileSync(path.join(notes, name), 'utf8').trim()]),
  )

async function started(notes: string, names: string[]): Promise<void> {
  await until(() => names.every((name) => fs.existsSync(path.join(notes, `${name}.started`))))
}

for (const jobs of [1, 2])
  test(`after Ctrl-C each running program gets one signal, and no other program starts (-j ${jobs})`, async (t) => {
    const { world, notes, script, env } = await makeLayers(t)
    const run = world.terminal(`exec tfsso each -k -j ${jobs} -- sh '${script}'`, { env })
    const names = ['a', 'b'].slice(0, jobs)
    await started(notes, names)
    run.write('\x03')
    const { exitCode } = await run.exited
    t.is(exitCode, 1, run.screen)
    t.deepEqual(signals(notes), Object.fromEntries(names.map((name) => [name, 'INT'])))
    t.regex(run.screen, new RegExp(`${jobs} failed, ${3 - jobs} not started\\.`))
  })

function startInGroup(world: World, script: string, env: Record<string, string>) {
  return execa(`${world.prefix}/bin/tfsso`, ['each', '-k', '-j', '2', '--', 'sh', script], {
    cwd: world.project,
    env: world.env(env),
    extendEnv: false,
    detached: true,
    reject: false,
    stdin: 'ignore',
  })
}

for (const [what, group] of [
  ['to tfsso alone', false],
  ['to the whole group, as `timeout` sends it', true],
] as const)
  test(`after SIGTERM ${what} each running program gets one signal`, async (t) => {
    const { world, notes, script, env } = await makeLayers(t)
    const run = startInGroup(world, script, env)
    await started(notes, ['a', 'b'])
    const pid = run.pid ?? 0
    process.kill(group ? -pid : pid, 'SIGTERM')
    const { exitCode, stderr } = await run
    t.is(exitCode, 1, String(stderr))
    t.deepEqual(signals(notes), { a: 'TERM', b: 'TERM' })
    t.regex(String(stderr), /2 failed, 1 not started\.$/)
  })

test('a second SIGTERM is not passed on', async (t) => {
  const { world, notes, script, env } = await makeLayers(t)
  const run = startInGroup(world, script, env)
  await started(notes, ['a', 'b'])
  for (const _ of [1, 2]) {
    process.kill(run.pid ?? 0, 'SIGTERM')
    await until(() => fs.existsSync(path.join(notes, 'a.signals')))
  }
  await run
  t.deepEqual(signals(notes), { a: 'TERM', b: 'TERM' })
})
