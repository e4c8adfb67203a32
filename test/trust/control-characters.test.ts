import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { makeWorld, type Outcome } from '../rig/world.ts'

/** Clears the screen, sets the title, changes the color (by a C1 control character), and starts a line. */
const hostile = 'n\x1b[2J\x1b]0;x\x07\u009b31m\r\x7f\ntfsso: forged'
const controls = /[\x00-\x08\x0b-\x1f\x7f-\u009f]/

test('no command prints the control characters in names of directories and accounts', async (t) => {
  const world = await makeWorld(t)
  await world.logIn()
  const cwd = world.layer(`apps-prd/us-east-1/${hostile}`)
  const odd = world.layer(`${hostile}/us-east-1/net`)
  fs.mkdirSync(path.join(odd, '../../config'))
  for (const name of ['account', 'backend'])
    fs.writeFileSync(path.join(odd, `../../config/${name}.tfvars`), 'x = [\n')
  const common = path.join(world.project, 'config/common.tfvars')
  const text = fs.readFileSync(common, 'utf8')
  const key = JSON.stringify(hostile).replaceAll(
    /[\x7f-\u009f]/g,
    (one) => `\\u00${one.charCodeAt(0).toString(16)}`,
  )
  fs.writeFileSync(
    common,
    text.replace('accounts = {', `accounts = {\n  ${key} = { id = "777777777777" }`),
  )
  const clean = (title: string, { exitCode, stdout, stderr }: Outcome) => {
    const text = stdout + stderr
    t.false(controls.test(text), `${title}: ${JSON.stringify(text)}`)
    t.notRegex(text, /^tfsso: forged/m, title)
    return exitCode
  }
  t.is(clean('plan', await world.terraform(['plan'], { cwd })), 0)
  const commands = [
    ...[
      'status',
      'status --json',
      'doctor',
      'each -- true',
      'accounts',
      'configure --print',
      'which',
    ],
    ...['exec --account x -- true', 'login --all', 'trust .', 'trust --list', 'logout'],
  ]
  for (const line of commands) clean(line, await world.tfsso(line.split(' '), { cwd }))
  // In `odd` these commands print the path of the layer or of the account's files.
  for (const line of ['status', 'exec -- true', 'which'])
    clean(line, await world.tfsso(line.split(' '), { cwd: odd }))
  for (const at of [cwd, odd]) {
    const env = { TFSSO_DEBUG: '1' }
    const code = clean('plan', await world.terraform(['plan'], { cwd: at, env }))
    t.is(code, at === odd ? 78 : 77)
  }
})
