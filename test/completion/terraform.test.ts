import fs from 'node:fs'
import path from 'node:path'
import { needsTerraform } from '../rig/terraform.ts'
import { makeWorld } from '../rig/world.ts'

needsTerraform(
  'terraform’s own completion works through the shim, and fetches nothing',
  async (t) => {
    const world = await makeWorld(t)
    world.useRealTerraform()
    const rc = path.join(world.home, '.bashrc')
    fs.writeFileSync(rc, '')
    const installed = await world.terraform(['-install-autocomplete'])
    t.is(installed.exitCode, 0, installed.stderr)
    t.regex(fs.readFileSync(rc, 'utf8'), /^complete -C \S.* terraform$/m)

    const cwd = world.layer('shared/us-east-1/network')
    const offers = async (line: string) => {
      const env = { COMP_LINE: line, COMP_POINT: String(line.length) }
      const { exitCode, stdout, stderr } = await world.terraform([], { cwd, env })
      t.deepEqual([exitCode, stderr], [0, ''])
      return stdout.trim().split('\n')
    }
    t.deepEqual(await offers('terraform pla'), ['plan'])
    t.true((await offers('terraform plan -var-')).includes('-var-file'))

    // As bash does it with that line and the shim, which PATH finds.
    const script =
      'complete -C terraform terraform; COMP_LINE="terraform wor" COMP_POINT=13 terraform'
    const { stdout } = await world.run('/bin/bash', ['--norc', '-c', script], { cwd })
    t.is(stdout, 'workspace\n')
    t.deepEqual(world.emulator.counts(), {})
  },
)
