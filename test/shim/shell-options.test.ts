import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { copyInstallation, temporary } from '../rig/install.ts'
import { write } from '../rig/project.ts'
import { runInTurn } from '../rig/run-in-turn.ts'
import { shells } from '../rig/shells.ts'
import { secretsShown } from '../rig/token.ts'
import { makeWorld } from '../rig/world.ts'
import { writeProgram } from './programs.ts'

/** BASH_ENV names this file. bash runs it at its start, except in POSIX mode. */
const bashEnv = write(
  path.join(temporary('tfsso-env-'), 'bash env'),
  'set -efuC; IFS=a; command() { echo hidden; }; read() { echo hidden; }\n',
)

/** `only`: the shells that the row is for; by default all */
const settings: [options: string, env: Record<string, string>, only?: RegExp][] = [
  ...['-e', '-u', '-f', '-C', '-a', '-x', '-v'].map((option): [string, Record<string, string>] => [
    option,
    {},
  ]),
  ['', { SHELLOPTS: 'errexit:nounset:noglob:noclobber:allexport:xtrace' }, /^bash$/],
  ['', { BASHOPTS: 'failglob:nullglob:nocasematch' }, /^bash$/],
  [
    '',
    Object.fromEntries(
      ['command', 'read', 'cd', 'echo', 'printf', 'test'].map((name) => [
        `BASH_FUNC_${name}%%`,
        '() { echo hidden; }',
      ]),
    ),
    /^bash$/,
  ],
  ['-k', {}, /^bash$/],
  ['+o posix', { BASH_ENV: bashEnv }, /bash/],
  ['', { GLOBIGNORE: '*' }],
  ['', { IFS: 'a/' }],
  ['', { CDPATH: '/' }],
  ['', { LC_ALL: 'no_SUCH' }, /^dash$/],
  ['', { POSIXLY_CORRECT: '1' }],
  ['', { tfsso_secret_access_key: 'exported', tfsso_options: 'e', tfsso_now: 'exported' }],
]

for (const [number, shell] of shells.entries()) {
  test(`${shell[0]}: no option or variable of the shell changes a run or makes it print a secret`, async (t) => {
    const prefix = copyInstallation()
    const world = await makeWorld(t, { prefix })
    const cwd = world.layer('apps-prd/us-east-1/net')
    const grants = path.join(world.home, '.cache/tfsso/grants', cwd, '.tfsso')
    await world.logIn()
    const [kept, printed] = [path.join(world.root, 'kept'), path.join(world.root, 'printed')]
    const nodePath = path.join(prefix, 'libexec/node-path')
    const node = fs.readFileSync(nodePath, 'utf8')
    const program = (name: string, line: string) =>
      `${writeProgram(path.join(world.root, name), `#!/bin/sh\n${line}\n`)}\n`
    write(nodePath, program('recorder', `'${node.trim()}' "$@" >'${printed}' && cat '${printed}'`))
    await world.terraform(['plan'], { cwd, shell })
    fs.cpSync(grants, kept, { recursive: true, preserveTimestamps: true })
    const config = fs.readFileSync(world.lastStart().env.AWS_CONFIG_FILE ?? '', 'utf8')
    const [, words = ''] = /libexec\/credentials" (222222222222 DevOpsPrd .*)/.exec(config) ?? []
    const others = [
      { script: 'bin/tfsso', args: ['env'], prints: /^export AWS_SECRET_ACCESS_KEY=/m },
      {
        ...{ script: 'libexec/credentials', args: words.replaceAll('"', '').split(' ') },
        prints: /"SecretAccessKey"/,
      },
    ]
    const main = path.join(cwd, 'main.tf')
    fs.copyFileSync(main, `${main}.kept`)
    // Most runs use a script in node's place, because it is much faster. It restores the grants, and prints what node
    // printed for the first run.
    const restore = `[ -d '${grants}' ] || cp -pR '${kept}' '${grants}'; cat '${printed}'`
    const keeper = program('keeper', restore)
    const use = (text: string) => `echo '${text.trim()}' >'${nodePath}'\n`
    const runs = settings.flatMap(([option, env, only], i) => {
      if (only && !only.test(shell[0] ?? '')) return []
      // If a setting could affect node, one run uses the real node. One shell is enough for that.
      const reachesNode = Object.keys(env).length > 0 || option === '-a'
      const isNodes = reachesNode && (only !== undefined || i % shells.length === number)
      const by = option ? [...shell, ...option.split(' ')] : shell
      const run = { option, setting: env, env, cwd, shell: by, prints: undefined }
      const plan = { ...run, args: ['plan'] }
      const first = `rm -rf '${grants}'; cp '${main}.kept' '${main}'; ${use(isNodes ? node : keeper)}`
      return [
        { ...plan, grant: 'absent', before: first },
        { ...plan, grant: 'good', before: use(keeper) },
        ...others.map((other) => ({ ...run, ...other, grant: 'good' })),
        { ...plan, grant: 'stale', before: `echo >>'${main}'` },
      ]
    })
    for (const ran of await runInTurn(world, runs)) {
      const { option, setting, prints, grant, exitCode, stdout, stderr, env: given } = ran
      const what = `${option}${JSON.stringify(setting)} ${grant} ${ran.args}`
      t.is(exitCode, 0, `${what}: ${stderr}`)
      t.deepEqual(secretsShown(world, stderr), [], what)
      t.regex(stdout, prints ?? /^$/, what)
      if (prints) continue
      // With `-v` sh prints the script's lines until libexec/known-state.sh switches `-v` off. So it does not print the
      // later line that sets tfsso_prefix. With `-x` it can print the lines that look for `-x`.
      if (option === '-v') t.regex(stderr, /\\set \+aefuvxC\n((?!tfsso_prefix=)[^\n]*\n)*$/, what)
      else t.regex(stderr, /^(\+ (case|2>|tfsso_options=\w+|set \+)[^\n]*\n)*$/, what)
      t.is(world.identity(given), '222222222222 DevOpsPrd', what)
      const own = Object.keys(given).filter((name) => /^tfsso_/.test(name))
      t.deepEqual(own, [], what)
      if (setting.GLOBIGNORE) t.is(given.GLOBIGNORE, '*', what)
      if (setting.SHELLOPTS) {
        t.regex(given.SHELLOPTS ?? '', /allexport.*errexit.*noglob.*nounset/, what)
        t.notRegex(given.SHELLOPTS ?? '', /xtrace/, what)
      }
      for (const name of setting.BASHOPTS?.split(':') ?? [])
        t.true(given.BASHOPTS?.split(':').includes(name), what)
      if (setting.BASH_ENV) t.is(given.BASH_ENV, bashEnv, what)
    }
  })
}
