import { stripVTControlCharacters } from 'node:util'
import test from 'ava'
import { obey } from '../../lib/cli/run.ts'
import { makeWorld } from '../rig/world.ts'

const columns = 80

/** the most frequent output, and one message of each kind */
const lines = [
  'tfsso --help',
  ...['each', 'env', 'exec', 'init'].map((name) => `tfsso ${name} --help`),
  'tfsso login --no-browser',
  'TFSSO_DEBUG=1 terraform plan',
  'echo >>main.tf; TFSSO_DEBUG=1 terraform apply',
  'tfsso status',
  'tfsso doctor',
  'tfsso accounts',
  'tfsso each --keep-going -- false',
  'tfsso configure --yes',
  'tfsso init --yes',
  'TFSSO_ROLE=readonly terraform plan',
  'tfsso exec --account apps-prod -- true',
  'TFSSO_TERRAFORM=/a/path/that/does/not/exist/bin/terraform terraform plan',
  'tfsso which terragrunt',
  'tfsso logout',
  'sh "$prefix/current/install.sh" --dry-run --modify-path --prefix "$HOME/elsewhere"',
  'sh "$prefix/current/install.sh" --uninstall --dry-run --prefix "$prefix"',
  // This node is too old, so the next message comes from install.sh itself.
  'printf "#!/bin/sh\necho v16.0.0\n" >node && chmod +x node',
  'PATH="$PWD:$PATH" sh "$prefix/current/install.sh"',
]

test('all output fits the terminal’s width, except for addresses and paths', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/databases')
  const run = world.terminal(`read go\n${lines.join('\n')}`, { cwd, env: { prefix: world.prefix } })
  run.resize(columns, 50)
  run.write('\n')
  await run.exited
  // A progress line replaces the one before it: only the text after the last carriage return is still on the screen.
  const shown = run.screen.split(/\r?\n/).map((line) => line.slice(line.lastIndexOf('\r') + 1))
  for (const line of shown) {
    const text = stripVTControlCharacters(line)
    t.true(text.length <= columns || !text.trim().includes(' '), text)
    t.notRegex(text, /\S\[(boolean|string|number|array)\]/)
  }
  t.regex(
    run.screen,
    /logged in[\s\S]*none at[\s\S]*main\.tf has changed[\s\S]*logged out[\s\S]*too old/,
  )
})

test('on a terminal of unknown width, the help has the same lines as in a file', async (t) => {
  const world = await makeWorld(t)
  const { exitCode, screen } = await world.inTerminal('stty cols 0; tfsso login --help')
  t.is(exitCode, 0, screen)
  t.is(screen.replaceAll('\r', ''), (await obey(['login', '--help'])).help)
})
