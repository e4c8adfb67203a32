import path from 'node:path'
import { writeShapes } from '../rig/account-lists.ts'
import { needs } from '../rig/needs.ts'
import { noteStarts } from '../rig/noted-tool.ts'
import { write } from '../rig/project.ts'
import { toolOfDocs } from '../rig/real-terraform.ts'
import { makeWorld } from '../rig/world.ts'

const tool = toolOfDocs()

needs('terraform and no tofu', tool !== undefined)(
  'accounts from lists, with the real tool: each directory runs in its account',
  async (t) => {
    if (!tool) return
    const world = await makeWorld(t, { grantsHere: true })
    await world.logIn()
    const { env, whoStarted } = noteStarts(world, tool.command, tool.program)
    // test/unit/layout/tfsso-hcl/lists.test.ts tries all directories.
    const places = writeShapes(world).filter((_, at) => at % 3 === 0 || process.env.TFSSO_TORTURE)
    for (const { title, cwd, identity } of places) {
      write(path.join(cwd, 'main.tf'), 'output "x" {\n  value = 1\n}\n')
      const { exitCode, stdout, stderr } = await world.shim(tool.command, ['plan'], { cwd, env })
      t.deepEqual([exitCode, stderr], [0, ''], title)
      t.regex(stdout, /Changes to Outputs/, title)
      t.is(whoStarted(), identity, title)
    }
  },
)
