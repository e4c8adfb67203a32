import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { shells } from '../rig/shells.ts'
import { makeWorld } from '../rig/world.ts'
import { placeMirror, withoutOurs } from './programs.ts'

const environment = {
  TFSSO: undefined as string | undefined,
  TFSSO_ROLE: 'ReadOnly',
  CDPATH: '/usr',
  ENV: '/nonexistent',
  AWS_PROFILE: 'mine',
  AWS_ACCESS_KEY_ID: 'AKIAMINE',
  AWS_SECRET_ACCESS_KEY: 'two\nlines "and" \'quotes\' $(touch /tmp/never) `x`',
  AWS_CONFIG_FILE: '',
  TF_CLI_ARGS: '-no-color',
  TF_CLI_ARGS_plan: '',
  TF_VAR_x: ' spaces ',
}

const args = ['-x', '', ' a  b ', '"', "'", '$(touch /tmp/never)', 'two\nlines\n', '*', '\\', '-- ']

const cases: { title: string; directory: string; args: string[]; env?: Record<string, string> }[] =
  [
    { title: 'outside a project', directory: '.', args: ['plan', ...args] },
    { title: 'in a project but in no account', directory: 'le project', args: ['plan', ...args] },
    { title: "in the project's config", directory: 'le project/config', args: ['plan'] },
    { title: "in an account's config", directory: 'le project/shared/config', args: ['apply'] },
    { title: 'below it', directory: 'le project/shared/config/x', args: ['apply'] },
    { title: 'in a modules directory', directory: 'le project/modules/vpc', args: ['init'] },
    { title: '-chdir to no layer', directory: 'layer', args: ['-chdir=../le project', 'plan'] },
    { title: '-chdir to nowhere', directory: 'layer', args: ['-chdir=nowhere', 'plan'] },
    { title: 'version', directory: 'layer', args: ['version', ...args] },
    { title: 'fmt', directory: 'layer', args: ['fmt', '-', ...args] },
    { title: 'plan -help', directory: 'layer', args: ['plan', ...args, '-help'] },
    { title: 'nothing', directory: 'layer', args: [] },
    { title: 'TFSSO=off', directory: 'layer', args: ['plan', ...args], env: { TFSSO: 'off' } },
    { title: 'COMP_LINE', directory: 'layer', args: ['plan'], env: { COMP_LINE: 'terraform ' } },
  ]

for (const shell of shells) {
  test(`${shell[0]}: where tfsso has nothing to do, no byte changes on the way to and from terraform`, async (t) => {
    const world = await makeWorld(t, { emptyHome: true })
    const bin = path.join(world.root, 'mirror bin')
    const real = placeMirror(bin)
    fs.symlinkSync(world.layer('apps-prd/us-east-1/net'), path.join(world.root, 'layer'))
    for (const directory of ['shared/config/x', 'modules/vpc'])
      fs.mkdirSync(path.join(world.project, directory), { recursive: true })

    for (const { title, directory, args, env } of cases) {
      const options = {
        cwd: path.join(world.root, directory),
        env: { ...environment, PATH: `${world.prefix}/shims:${bin}:/usr/bin:/bin`, ...env },
        input: 'one\ntwo\0three\n\nno newline',
      }
      const direct = await world.run(real, args, options)
      const shimmed = await world.terraform(args, { ...options, shell })
      t.is(direct.exitCode, 42)
      t.true(direct.stdout.endsWith('no newline'))
      t.deepEqual(
        { ...shimmed, stdout: withoutOurs(shimmed.stdout), took: 0 },
        { ...direct, stdout: withoutOurs(direct.stdout), took: 0 },
        title,
      )
    }
    t.false(fs.existsSync(path.join(world.home, '.cache')), 'nothing is written')
    t.is(world.emulator.calls.length, 0)
  })

  test(`${shell[0]}: the shim works with an empty environment`, async (t) => {
    const world = await makeWorld(t)
    const bin = path.join(world.root, 'bin')
    const real = placeMirror(bin)
    const layer = world.layer('apps-prd/us-east-1/net')
    const bare = Object.fromEntries(Object.keys(world.env()).map((name) => [name, undefined]))
    const env = { ...bare, TFSSO_TERRAFORM: real }

    // Some shells set a PATH if there is none. So the same shell also starts the mirror without the shim.
    const [file = '', ...before] = absolute(shell)
    const byShell = await world.run(file, [...before, '-c', 'exec "$TFSSO_TERRAFORM" plan'], {
      cwd: world.root,
      env,
    })
    const passed = await world.terraform(['plan'], { cwd: world.root, env, shell: absolute(shell) })
    t.is(passed.exitCode, 42)
    t.is(withoutOurs(passed.stdout), withoutOurs(byShell.stdout))

    const silent = await world.terraform(['validate'], { cwd: layer, env, shell: absolute(shell) })
    t.deepEqual([silent.exitCode, silent.stderr], [42, 'mirror, mirror\n'])

    // node says the same in every shell.
    if (shell !== shells[0]) return
    const planned = await world.terraform(['plan'], { cwd: layer, env, shell: absolute(shell) })
    t.is(planned.exitCode, 78)
    t.regex(planned.stderr, /HOME is not set/)
    t.is(planned.stdout, '')
  })
}

/** Without a PATH, the test can't find a shell by its name. */
function absolute([name = '', ...options]: string[]): string[] {
  const directory = ['/bin', '/usr/bin'].find((at) => fs.existsSync(path.join(at, name))) ?? ''
  return [path.join(directory, name), ...options]
}
