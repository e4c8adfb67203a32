import test from 'ava'
import { shareWorld } from '../rig/shared-world.ts'
import { shells } from '../rig/shells.ts'

const said = 'tfsso: apps-prd (222222222222) as DevOpsPrd\r\n'

const changing = [
  'apply',
  'apply p',
  'destroy',
  'import a.b c',
  'refresh',
  'taint a',
  'untaint a',
  'force-unlock x',
  'state mv a b',
  'state rm a',
  'state push f',
  'state replace-provider a b',
  'workspace new x',
  'workspace delete x',
]
const others = [
  'init',
  'plan',
  'console',
  'test',
  'output',
  'show',
  'graph',
  'validate',
  'providers',
  'state list',
  'state pull',
  'state show a',
  'workspace list',
  'workspace select x',
  'version',
  'apply -help',
]

const granted = shareWorld(async (world) => {
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  await world.terraform(['plan'], { cwd })
  return { world, cwd }
})

for (const shell of shells) {
  test(`${shell[0]}: before a command that changes something, a terminal on stderr shows account and role`, async (t) => {
    const { world, cwd } = await granted(t)
    const shim = `${shell.join(' ')} "$SHIM"`
    const env = { SHIM: `${world.prefix}/shims/terraform` }
    const show = async (line: string, extra: Record<string, string> = {}) => {
      const run = world.terminal(`${line}; echo; echo end of it; read x`, {
        cwd,
        env: { ...env, ...extra },
      })
      await run.shows(/end of it/)
      run.write('\r')
      await run.exited
      return run.screen.replace(/\r\nend of it.*$/s, '')
    }

    const lines = [...changing, ...others]
    const shown = await show(lines.map((line) => `echo "${line}:"; ${shim} ${line}`).join('; '))
    t.is(
      shown,
      [
        ...changing.map((line) => `${line}:\r\n${said}`),
        ...others.map((line) => `${line}:\r\n`),
      ].join(''),
    )
    t.is(await show(`${shim} apply 2>/dev/null`), '')
    t.is(await show(`${shim} apply 2>&1 | cat`), '')
    t.is(await show(`${shim} apply >/dev/null </dev/null`), said)
    t.is(await show(`${shim} apply`, { TFSSO_QUIET: '1' }), '')
    t.is(await show(`${shim} apply 2>&1 | cat`, { TFSSO_QUIET: '0' }), said)
    t.is(await show(`${shim} apply`, { TFSSO: 'args' }), '')
    t.is(await show(`${shim} apply`, { TFSSO: 'off' }), '')
  })
}
