// `npm run picture` makes docs/terminal.svg for the README: a real run of tofu in a terminal, with the emulated AWS and
// a temporary HOME.
import fs from 'node:fs'
import path from 'node:path'
import xterm from '@xterm/headless'
import { toolOfDocs } from '../../test/rig/real-terraform.ts'
import { runInTerminal } from '../../test/rig/terminal.ts'
import { makeWorld, useTool } from '../../test/rig/world.ts'
import { renderTerminal } from './svg.ts'

const size = { cols: 100, rows: 60 }
const typed = ['cd apps-prd/us-east-1/base-network', 'tofu plan -out=plan', 'tofu apply plan']
const tool = toolOfDocs()
if (tool?.command !== 'tofu')
  throw new Error('there is no tofu on PATH; TFSSO_TEST_TOFU can name one')
const ends: (() => unknown)[] = []
const context = { teardown: (end: () => unknown) => ends.push(end) }
useTool(context, tool)
const world = await makeWorld(context)
world.useRealTerraform()
const layer = world.layer('apps-prd/us-east-1/base-network')
await world.logIn()
const { exitCode, stderr } = await world.terraform(['init', '-input=false'], { cwd: layer })
if (exitCode !== 0) throw new Error(stderr)
await world.tfsso(['logout'])

const run = runInTerminal(
  '/bin/sh',
  ['-i'],
  { cwd: world.project, env: world.env({ PS1: '$ ' }) },
  size,
)
await run.shows(/^\$ $/)
for (const line of typed) {
  run.write(`${line}\r`)
  const literally = line.replace(/[^\w ]/g, '\\$&')
  await run.shows(new RegExp(`${literally}\\r\\n([\\s\\S]*\\n)?\\$ $`))
}
const screen = run.screen.replace(/\$ $/, '')
run.write('exit\r')
await run.exited
for (const end of ends) await end()

const terminal = new xterm.Terminal({ ...size, scrollback: 500, allowProposedApi: true })
await new Promise<void>((resolve) => terminal.write(screen, resolve))
fs.writeFileSync(
  path.join(import.meta.dirname, '../terminal.svg'),
  renderTerminal(terminal, 'tofu plan and apply in a layer, with tfsso'),
)
