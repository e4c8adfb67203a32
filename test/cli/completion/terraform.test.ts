import { needsTerraform } from '../../rig/terraform.ts'
import { makeWorld } from '../../rig/world.ts'

// No test runs `terraform -install-autocomplete`: this command ignores HOME, and writes into the home directory that
// /etc/passwd names. For bash the command writes `complete -C /path/to/terraform terraform`. This test types such a
// line itself.
needsTerraform(
  'terraform’s own completion works through the shim, and gets no credentials',
  async (t) => {
    const world = await makeWorld(t)
    world.useRealTerraform()
    const cwd = world.layer('shared/us-east-1/network')
    const offers = async (line: string) => {
      const env = { COMP_LINE: line, COMP_POINT: String(line.length) }
      const { exitCode, stdout, stderr } = await world.terraform([], { cwd, env })
      t.deepEqual([exitCode, stderr], [0, ''])
      return stdout.trim().split('\n')
    }
    t.deepEqual(await offers('terraform pla'), ['plan'])
    t.deepEqual(await offers('terraform workspace sel'), ['select'])

    const run = world.terminal('exec bash --norc --noprofile -i', { cwd, env: { PS1: 'ready> ' } })
    await run.shows(/ready> $/)
    run.write(`complete -C terraform terraform; PS1='loa''ded> '\r`)
    await run.shows(/loaded> $/)
    run.write('terraform worksp\t')
    await run.shows(/terraform workspace $/)
    t.deepEqual(world.emulator.counts(), {})
  },
)
