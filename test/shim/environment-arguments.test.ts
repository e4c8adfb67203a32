import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { copyInstallation } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { shells } from '../rig/shells.ts'
import { makeWorld } from '../rig/world.ts'
import type { Ask } from './commands.ts'
import { writeProgram } from './programs.ts'

type Row = [env: Record<string, string>, args: string[], ask: Ask]

const asks: Row[] = [
  [{ TF_CLI_ARGS_init: '-backend=false' }, ['init'], 'silent'],
  [{ TF_CLI_ARGS: '-no-color -backend=false' }, ['init'], 'silent'],
  [{ TF_CLI_ARGS_init: `"-backend"='false'` }, ['init'], 'silent'],
  [{ TF_CLI_ARGS_init: '-back\\end=false' }, ['init'], 'silent'],
  // The last flag counts. terraform puts the command line's flags after the variable's.
  [{ TF_CLI_ARGS_init: '-backend=false' }, ['init', '-backend=true'], 'login'],
  [{ TF_CLI_ARGS: '-backend=true', TF_CLI_ARGS_init: '-backend=false' }, ['init'], 'login'],
  [{ TF_CLI_ARGS_plan: '-backend=false' }, ['init'], 'login'],
  [{ TF_CLI_ARGS_init: '-lock=false; -backend=false' }, ['init'], 'login'],
  [{ TF_CLI_ARGS_init: "-var 'a -backend=false b'" }, ['init'], 'login'],
  [{ TF_CLI_ARGS_init: '-var "a\\" -backend=false b"' }, ['init'], 'login'],
  [{ TF_CLI_ARGS_init: '-x=ü -backend=false' }, ['init'], 'silent'],
  [{ TF_CLI_ARGS_plan: '-help' }, ['plan'], 'none'],
  [{ TF_CLI_ARGS: '-h' }, ['plan'], 'none'],
  [{ TF_CLI_ARGS: '-version' }, ['plan'], 'none'],
  [{ TF_CLI_ARGS_plan: '-- -help' }, ['plan'], 'login'],
  [{ TF_CLI_ARGS_plan: '-chdir=/nowhere' }, ['plan'], 'login'],
  [{ TF_CLI_ARGS_show: 'planned' }, ['show'], 'silent'],
  [{ TF_CLI_ARGS_show: 'planned' }, ['plan'], 'login'],
  [{ TF_CLI_ARGS_state_list: '-help' }, ['state', 'list'], 'none'],
  [{ TF_CLI_ARGS_state_replace_provider: '-help' }, ['state', 'replace-provider'], 'none'],
  [{ TF_CLI_ARGS_force_unlock: '-help' }, ['force-unlock', 'id'], 'none'],
  [{ TF_CLI_ARGS: '-help' }, ['force-unlock', 'id'], 'none'],
  [{ TF_CLI_ARGS_state: '-help' }, ['state', 'list'], 'login'],
]

const fakeNode = '#!/bin/sh\nprintf "%s\\n" "$5" >>"$FAKE_NODE_LOG"\nexit 77\n'

for (const shell of shells)
  test(`${shell[0]}: TF_CLI_ARGS and TF_CLI_ARGS_<command> are read like the command line`, async (t) => {
    const prefix = copyInstallation()
    write(path.join(prefix, 'libexec/node-flag'), '\n')
    write(path.join(prefix, 'libexec/node-path'), writeProgram(path.join(prefix, 'node'), fakeNode))
    const world = await makeWorld(t, { prefix })
    const cwd = world.layer('apps-prd/us-east-1/net')
    const rows = asks.map(([own, args, ask], i) => {
      const log = path.join(world.root, `asked ${i}`)
      return { own, args, ask, cwd, shell, env: { ...own, FAKE_NODE_LOG: log }, log }
    })
    for (const { own, args, ask, log } of await runInTurn(world, rows)) {
      const asked = fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : ''
      const expected = { login: 'nobody\n', silent: 'silent\n', none: '' }[ask]
      t.deepEqual({ own, args, asked }, { own, args, asked: expected })
    }
  })

/** With a plan file, apply gets no var-files, even if a variable names the file. */
const applies: [env: Record<string, string>, args: string[], isGiven: boolean][] = [
  [{ TF_CLI_ARGS_apply: 'planned' }, ['apply'], false],
  [{ TF_CLI_ARGS: '-auto-approve planned' }, ['apply'], false],
  [{ TF_CLI_ARGS_apply: '"a plan"' }, ['apply', '-auto-approve'], false],
  [{ TF_CLI_ARGS_apply: '-lock-timeout' }, ['apply', '5s'], true],
  [{ TF_CLI_ARGS_apply: '-lock-timeout 5s' }, ['apply'], true],
  [{ TF_CLI_ARGS_apply: "''" }, ['apply'], true],
  [{ TF_CLI_ARGS_plan: 'planned' }, ['apply'], true],
  [{}, ['apply', ''], true],
  [{}, ['apply', '--', ''], true],
]
test('apply with a plan file from a variable gets no var-files', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  const rows = shells.flatMap((shell) =>
    applies.map(([own, args, isGiven]) => ({ own, env: own, args, isGiven, cwd, shell })),
  )
  for (const { shell, own, args, isGiven, env } of await runInTurn(world, rows)) {
    const given = env.TF_CLI_ARGS_apply ?? ''
    t.is(given.includes('-var-file='), isGiven, `${shell[0]}: ${JSON.stringify([own, args])}`)
  }
})
