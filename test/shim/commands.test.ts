import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { copyInstallation } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld } from '../rig/world.ts'
import { commandsOf } from './commands.ts'
import { writeProgram } from './programs.ts'

const words = (line: string) => line.split(' ').filter((word) => word !== '')

/** In place of node: exits with 77, as node does without a session. */
const fakeNode = '#!/bin/sh\nprintf "%s\\n" "$5" >>"$FAKE_NODE_LOG"\nexit 77\n'

const prefix = copyInstallation()
write(path.join(prefix, 'libexec/node-path'), writeProgram(path.join(prefix, 'node'), fakeNode))
write(path.join(prefix, 'libexec/node-flag'), '\n')

/** A script counts as the tool whose name was typed (libexec/find-tool.sh). So this script can stand for both tools. */
const real = writeProgram(path.join(prefix, 'real'), '#!/bin/sh\n')

for (const [number, shell] of shells.entries())
  test(`${shell[0]}: without a grant, each command asks node for what it needs, and for nothing if it needs no credentials`, async (t) => {
    const world = await makeWorld(t, { prefix })
    const cwd = world.layer('apps-prd/us-east-1/net')
    // If both tools have a command, the shim runs the same code for both. So only one shell tries this command with
    // tofu.
    const rows = [
      ...commandsOf('terraform').map((row) => ({ tool: 'terraform' as const, ...row })),
      ...commandsOf('tofu')
        .filter(({ isShared }, i) => !isShared || i % shells.length === number)
        .map((row) => ({ tool: 'tofu' as const, ...row })),
    ]
    const runs = rows.map(({ tool, line, ask }, i) => {
      const log = path.join(world.root, `asked ${i}`)
      const env = { FAKE_NODE_LOG: log, [`TFSSO_${tool.toUpperCase()}`]: real }
      return { tool, line, ask, args: words(line), cwd, shell, env, log }
    })
    for (const { tool, line, ask, exitCode, log } of await runInTurn(world, runs)) {
      // There is no terminal, so the shim tells node `nobody` in place of `login`.
      const asked = { login: 'nobody\n', silent: 'silent\n', none: '' }[ask]
      t.deepEqual(
        { tool, line, exitCode, asked: fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : '' },
        { tool, line, exitCode: ask === 'login' ? 77 : 0, asked },
      )
    }
  })
