import path from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { accounts, layers, writeSampleProject } from '../../lib/demo/sample.ts'
import { write } from '../rig/project.ts'
import { makeWorld } from '../rig/world.ts'
import { fencedBlocks } from './fenced.ts'

/** Writes the sample project, with the page's Makefile. One layer has a space in its name. */
async function sampleWith(t: ExecutionContext<unknown>, page: string) {
  const world = await makeWorld(t, { accounts: [...accounts] })
  const cwd = path.join(world.root, 'sample')
  writeSampleProject(cwd, { provider: undefined })
  write(path.join(cwd, 'Makefile'), fencedBlocks(page, 'make').join('\n'))
  return { world, cwd }
}

/** For each layer, the account and role whose credentials it must get. */
const expected = Object.values(layers)
  .map((layer) => {
    const account = accounts.find(({ name }) => layer.startsWith(`${name}/`))
    return `-chdir=${layer} ${account?.id} ${account?.role}`
  })
  .sort()

for (const [page, goal, command] of [
  ['docs/first-half-hour.md', 'plan', 'plan'],
  ['docs/ci.md', 'validate', 'validate'],
] as const) {
  test(`${page}: make -j reaches every layer of the sample project, in its account`, async (t) => {
    const { world, cwd } = await sampleWith(t, page)
    await world.logIn()
    const { exitCode, stderr } = await world.run('make', ['-j', goal], { cwd })
    t.is(exitCode, 0, stderr)
    const found = world
      .starts()
      .filter(({ args }) => args.includes(command))
      .map(({ args, env }) => `${args[0]} ${world.identity(env)}`)
    t.deepEqual(found.sort(), expected)
  })
}

test('make -j -O: without a session one job logs in at the terminal; with a session all jobs run', async (t) => {
  const { world, cwd } = await sampleWith(t, 'docs/first-half-hour.md')
  const first = await world.inTerminal('make -k -j -O plan', { cwd })
  t.is(world.emulator.count('StartDeviceAuthorization'), 1)
  t.regex(first.screen, /Check that the page shows the code/)
  const { exitCode, screen } = await world.inTerminal('make -j -O plan', { cwd })
  t.is(exitCode, 0, screen)
})
