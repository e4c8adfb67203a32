import test from 'ava'
import { verbs } from '../../lib/cli/usage/verbs.ts'
import { makeWorld } from '../rig/world.ts'

test('each command prints its help with an example on stdout, for --help, -h and help', async (t) => {
  const world = await makeWorld(t)
  for (const { name, options } of verbs) {
    const { exitCode, stdout, stderr } = await world.tfsso(['help', name])
    t.deepEqual([exitCode, stderr], [0, ''], name)
    t.regex(stdout, new RegExp(`^tfsso ${name}`))
    t.regex(stdout, new RegExp(`\\nExamples:\\n.*tfsso.* ${name}\\b`), name)
    for (const option of Object.keys(options)) t.regex(stdout, new RegExp(`--${option}\\b`), option)
    const same = await world.tfsso([name, '--help'])
    t.deepEqual([same.exitCode, same.stderr], [0, ''], name)
    // The help of setup comes from install.sh.
    if (name === 'setup') t.regex(same.stdout, /tfsso setup[\s\S]*\nExamples:\n/)
    else t.is(same.stdout, stdout)
  }
  const login = await world.tfsso(['login', '--help'])
  for (const args of [
    ['login', '-h'],
    ['help', 'login'],
    ['--help', 'login'],
  ])
    t.deepEqual((await world.tfsso(args)).stdout, login.stdout, args.join(' '))
})

test('tfsso --help and tfsso help list all commands, in English; tfsso alone prints the list on stderr and exits with 1', async (t) => {
  const world = await makeWorld(t)
  const help = await world.tfsso(['--help'], { env: { LC_ALL: 'de_DE.UTF-8' } })
  t.deepEqual([help.exitCode, help.stderr], [0, ''])
  for (const { name, describe } of verbs) {
    const start = describe.split(' ').slice(0, 3).join(' ')
    t.regex(help.stdout, new RegExp(`\\n  tfsso ${name}\\b.* ${start}`))
  }
  t.regex(help.stdout, /\nCommands:\n[\s\S]*\nExamples:\n {2}tfsso login /)
  t.is((await world.tfsso(['help'])).stdout, help.stdout)
  const alone = await world.tfsso([])
  t.deepEqual([alone.exitCode, alone.stdout, alone.stderr], [1, '', help.stdout])
})

const see = (command: string) =>
  `  Run \`tfsso ${command}--help\` to see the options and examples.\n`
const seeCommands = '  Run `tfsso --help` to see the commands.\n'
for (const [args, said] of [
  [['lgoin'], `tfsso: There is no command lgoin.\n  Did you mean: tfsso login\n${seeCommands}`],
  [
    ['help', 'stauts'],
    `tfsso: There is no command stauts.\n  Did you mean: tfsso status\n${seeCommands}`,
  ],
  [['xyzzy'], `tfsso: There is no command xyzzy.\n${seeCommands}`],
  [
    ['--json', 'status'],
    `tfsso: Unknown global option --json. Put a command's options after the command.\n${seeCommands}`,
  ],
  [
    ['login', '--forec'],
    `tfsso: login has no option --forec.\n  Did you mean: --force\n${see('login ')}`,
  ],
  [
    ['login', '--no-browsr'],
    `tfsso: login has no option --no-browsr.\n  Did you mean: --no-browser\n${see('login ')}`,
  ],
  [['status', '-j'], `tfsso: status has no option -j.\n${see('status ')}`],
  [['logout', 'now'], `tfsso: logout takes no argument "now".\n${see('logout ')}`],
  [
    ['completion', 'tcsh'],
    `tfsso: completion: shell is "tcsh", but must be one of "bash", "zsh", "fish".\n${see('completion ')}`,
  ],
  [['env', '--jsno'], `tfsso: env has no option --jsno.\n  Did you mean: --json\n${see('env ')}`],
  [['env', '--role='], `tfsso: --role needs a name.\n${see('env ')}`],
  [
    ['which', 'teraform'],
    'tfsso: which: tool is "teraform", but must be one of "terraform", "tofu", "terragrunt".\n' +
      `  Did you mean: terraform\n${see('which ')}`,
  ],
  [['exec'], `tfsso: exec needs a command to run.\n${see('exec ')}`],
  [['exec', '--foo', 'ls'], `tfsso: exec has no option --foo.\n${see('exec ')}`],
  [
    ['exec', '--acount=x', '--', 'ls'],
    `tfsso: exec has no option --acount.\n  Did you mean: --account\n${see('exec ')}`,
  ],
] as const) {
  test(`tfsso ${args.join(' ')} exits with 1 and says what to do`, async (t) => {
    const world = await makeWorld(t)
    const { exitCode, stdout, stderr } = await world.tfsso([...args])
    t.deepEqual([exitCode, stdout, stderr], [1, '', said])
  })
}

test('tfsso completion without a shell says how to load the completion, and exits with 1', async (t) => {
  const world = await makeWorld(t)
  const { exitCode, stdout, stderr } = await world.tfsso(['completion'])
  t.deepEqual([exitCode, stdout], [1, ''])
  for (const shell of ['bash', 'zsh', 'fish'])
    t.regex(stderr, new RegExp(`\\n {2}${shell}: .*tfsso completion ${shell}`))
})
