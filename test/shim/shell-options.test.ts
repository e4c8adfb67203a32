import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { shells } from '../rig/shells.ts'
import { secretsShown } from '../rig/token.ts'
import { makeWorld } from '../rig/world.ts'

/** What the shell may be started with: an option, and the environment. */
const settings: [option: string, env: Record<string, string>, only?: string][] = [
  ...['-e', '-u', '-f', '-C', '-a', '-x', '-v'].map((option): [string, Record<string, string>] => [
    option,
    {},
  ]),
  ['', { SHELLOPTS: 'errexit:nounset:noglob:noclobber:allexport:xtrace' }, 'bash'],
  ['', { BASHOPTS: 'failglob:nullglob:nocasematch' }, 'bash'],
  ['', { 'BASH_FUNC_command%%': '() { echo hidden; }' }, 'bash'],
  ['-k', {}, 'bash'],
  ['', { GLOBIGNORE: '*' }],
  ['', { IFS: 'a/' }],
  ['', { CDPATH: '/' }],
  ['', { LC_ALL: 'no_SUCH' }, 'dash'],
  ['', { POSIXLY_CORRECT: '1' }],
  ['', { tfsso_secret_access_key: 'exported', tfsso_options: 'e', tfsso_now: 'exported' }],
]

for (const shell of shells) {
  test(`${shell[0]}: what the shell was started with changes nothing, and leaks nothing`, async (t) => {
    const world = await makeWorld(t)
    const cwd = world.layer('apps-prd/us-east-1/net')
    const file = path.join(world.home, '.cache/tfsso/grants', cwd, '.tfsso/terraform.full')
    await world.logIn()
    for (const [option, env, only] of settings) {
      if (only !== undefined && only !== shell[0]) continue
      for (const grant of ['absent', 'good', 'stale']) {
        const what = `${option}${JSON.stringify(env)} ${grant}`
        if (grant === 'absent') fs.rmSync(path.dirname(file), { recursive: true, force: true })
        if (grant === 'stale') fs.appendFileSync(path.join(cwd, 'main.tf'), '\n')
        const by = option ? [...shell, option] : shell
        const outcome = await world.terraform(['plan'], { cwd, shell: by, env })
        t.deepEqual([outcome.exitCode, outcome.stdout], [0, ''], what)
        // `sh -v` shows our lines up to `set +v`; xtrace may show the line that looks for it.
        if (option === '-v') t.notRegex(outcome.stderr, /set \+v/, what)
        else t.regex(outcome.stderr, /^(\+ (case|2>|tfsso_options=\w+|set \+)[^\n]*\n)*$/, what)
        t.deepEqual(secretsShown(world, outcome.stderr), [], what)
        const start = world.lastStart()
        t.is(world.identity(start.env), '222222222222 DevOpsPrd', what)
        const own = Object.keys(start.env).filter((name) => /^tfsso_/.test(name))
        t.deepEqual(own, [], what)
        if (env.GLOBIGNORE) t.is(start.env.GLOBIGNORE, '*', what)
        if (env.SHELLOPTS) {
          t.regex(start.env.SHELLOPTS ?? '', /allexport.*errexit.*noglob.*nounset/, what)
          t.notRegex(start.env.SHELLOPTS ?? '', /xtrace/, what)
        }
        if (env.BASHOPTS) t.regex(start.env.BASHOPTS ?? '', /failglob.*nocasematch.*nullglob/, what)
      }
    }
  })
}
