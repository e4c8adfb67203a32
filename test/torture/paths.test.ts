import test from 'ava'
import { coldAndWarm, shells } from '../rig/shells.ts'
import { makeWorld } from '../rig/world.ts'
import { report } from './figures.ts'

const deep = Array.from({ length: 30 }, (_, index) => `${index} `.padEnd(99, 'layer')).join('/')
const paths = {
  'a space at its end': 'apps-prd/us-east-1/data bases -- ',
  'a newline': 'apps-prd/us-east-1/data\nbases\n',
  '3,000 characters': `apps-prd/us-east-1/${deep}`,
}

test('tfsso accepts a layer’s path with a space or newline at its end, and one of 3,000 characters, in every shell, cold and warm', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  let runs = 0
  for (const [number, [what, name]] of Object.entries(paths).entries()) {
    const cwd = world.layer(name)
    for (const shell of coldAndWarm(number)) {
      const { exitCode, stdout, stderr } = await world.terraform(['plan'], { cwd, shell })
      t.is(exitCode, 0, `${what}, ${shell[0]}: ${stderr}`)
      t.deepEqual([stdout, stderr], ['', ''])
      t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
      runs++
    }
  }
  report({
    attack: `A layer’s path has ${Object.keys(paths).join(', ')}; ${shells.length} shells, cold and warm`,
    tries: runs,
    outcome: 'each run in its own account and role',
  })
})
