import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { copyInstallation } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld } from '../rig/world.ts'
import { commandsOf } from './commands.ts'
import { writeProgram } from './programs.ts'

const words = (line: string) => line.split(' ').filter((word) => word !== '')

/** A stand-in for node. It records what it was asked for, and fails because it has no credentials. */
const fakeNode = '#!/bin/sh\nprintf "%s\\n" "$5" >>"$FAKE_NODE_LOG"\nexit 77\n'

const prefix = copyInstallation()
write(path.join(prefix, 'libexec/node-path'), writeProgram(path.join(prefix, 'node'), fakeNode))
write(path.join(prefix, 'libexec/node-flag'), '\n')

for (const tool of ['terraform', 'tofu'] as const) {
  for (const shell of shells) {
    test(`${tool} in ${shell[0]}: what each command asks node for if there is no grant`, async (t) => {
      const world = await makeWorld(t, { prefix })
      const cwd = world.layer('apps-prd/us-east-1/net')
      const log = path.join(world.root, 'asked')

      for (const { line, ask } of commandsOf(tool)) {
        fs.writeFileSync(log, '')
        const { exitCode } = await world.shim(tool, words(line), {
          cwd,
          shell,
          env: { FAKE_NODE_LOG: log },
        })
        // There is no terminal, so a command that needs a login calls node with `nobody`: nobody can be asked.
        const asked = { login: 'nobody\n', silent: 'silent\n', none: '' }[ask]
        t.deepEqual(
          { line, exitCode, asked: fs.readFileSync(log, 'utf8') },
          { line, exitCode: ask === 'login' ? 77 : 0, asked },
        )
      }
    })
  }
}
