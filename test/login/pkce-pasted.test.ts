import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { authorizeUrlOn, redirectOf } from '../rig/browser.ts'
import { nodeMs } from '../rig/limits.ts'
import { until } from '../rig/until.ts'
import { makeWorld } from '../rig/world.ts'

const hint = /If the last page does not load, paste its address here\./

test('a person can paste the address that a browser on another machine ended on', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  const env = { TFSSO_LOGIN: 'pkce', BROWSER: undefined, SSH_CONNECTION: '1 2 3 4' }
  const run = world.terminal('stty -g; terraform plan; echo "code $?"; stty -g', { cwd, env })
  await run.shows(/Waiting for you/)
  t.regex(run.screen, /Open in a browser:\s+http/)
  t.regex(run.screen, hint)
  const { url, callback } = authorizeUrlOn(run.screen)
  const address = await redirectOf(url)
  for (const wrong of [
    'yes',
    callback({ code: 'forged', state: 'forged' }),
    address.replace(/:\d+/, ':1'),
  ]) {
    const before = run.screen.length
    run.write(`${wrong}\r`)
    await until(() =>
      /does not belong to this login\.\r\n {2}Waiting for you/.test(run.screen.slice(before)),
    )
  }
  t.is(world.emulator.count('CreateToken'), 0)
  run.write(`\r${address}\r`)
  await run.exited
  t.regex(run.screen, /code 0/)
  t.is(world.emulator.count('CreateToken:authorization_code'), 1)
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
  const settings = run.screen.match(/^[\da-f]+(:[\da-f]+)+/gm)
  t.is(settings?.length, 2)
  t.is(settings?.[0], settings?.[1], 'the terminal is as it was')
})

test('if no browser can be started, a message says so, and the person can paste the address', async (t) => {
  const world = await makeWorld(t)
  const env = { TFSSO_LOGIN: 'pkce', BROWSER: '/nowhere/browser' }
  const run = world.terminal('tfsso login', { env })
  await run.shows(
    /No browser could be started: open that address yourself\.\r\n {2}Waiting for you/,
  )
  t.regex(run.screen, hint)
  run.write(`${await redirectOf(authorizeUrlOn(run.screen).url)}\r`)
  t.is((await run.exited).exitCode, 0, run.screen)
})

test('a login in the background reads nothing from the terminal, and is not suspended', async (t) => {
  const world = await makeWorld(t)
  const env = { TFSSO_LOGIN: 'pkce' }
  const line = 'set -m; tfsso login & read line; echo "<$line>"; wait $!; echo "code $?"'
  const run = world.terminal(line, { env })
  await run.shows(/Waiting for you/)
  t.notRegex(run.screen, hint)
  const { url } = authorizeUrlOn(run.screen)
  await new Promise((resolve) => setTimeout(resolve, 10 * nodeMs))
  run.write('what the shell is told\r')
  await run.shows(/<what the shell is told>/)
  t.is((await fetch(await redirectOf(url))).status, 200)
  await run.exited
  t.regex(run.screen, /code 0/)
})

test('a login that is moved to the background no longer reads from the terminal', async (t) => {
  const world = await makeWorld(t)
  const env = { TFSSO_LOGIN: 'pkce' }
  const line =
    'bash -c \'set -m; tfsso login; bg; read line; echo "<$line>"; wait %1; echo "code $?"\''
  const run = world.terminal(line, { env })
  await run.shows(/Waiting for you/)
  t.regex(run.screen, hint)
  const { url } = authorizeUrlOn(run.screen)
  run.write('\x1a')
  await run.shows(/tfsso login &/)
  await new Promise((resolve) => setTimeout(resolve, 10 * nodeMs))
  run.write('what the shell is told\r')
  await run.shows(/<what the shell is told>/)
  t.is((await fetch(await redirectOf(url))).status, 200)
  await run.exited
  t.regex(run.screen, /code 0/)
})

test('a login reads nothing if stderr is not a terminal, because nobody would see its prompt', async (t) => {
  const world = await makeWorld(t)
  const said = path.join(world.root, 'stderr')
  const env = { TFSSO_LOGIN: 'pkce', SAID: said }
  const run = world.terminal('tfsso login 2>"$SAID"; read line; echo "<$line>"', { env })
  const text = () => (fs.existsSync(said) ? fs.readFileSync(said, 'utf8') : '')
  await until(() => /Waiting for you/.test(text()))
  t.notRegex(text(), hint)
  run.write('what the shell is told\r')
  await new Promise((resolve) => setTimeout(resolve, 10 * nodeMs))
  t.is((await fetch(await redirectOf(authorizeUrlOn(text()).url))).status, 200)
  await run.exited
  t.regex(run.screen, /<what the shell is told>/)
  t.regex(text(), /logged in at/)
})
