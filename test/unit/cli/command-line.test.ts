import test from 'ava'
import { obey } from '../../../lib/cli/run.ts'
import { verbs } from '../../../lib/cli/usage/verbs.ts'
import { version } from '../../../lib/files/version.ts'
import { Problem, renderProblem } from '../../../lib/text/problem.ts'

const helpOf = async (...args: string[]) => {
  const { help, code } = await obey(args)
  if (code !== 0) throw new Error(`exit code ${code}`)
  return help
}

for (const { name, options } of verbs)
  test(`the help of ${name} has its options and an example, for --help, -h and help`, async (t) => {
    const help = await helpOf('help', name)
    t.regex(help, new RegExp(`^tfsso ${name}`))
    t.regex(help, new RegExp(`\\nExamples:\\n.*tfsso.* ${name}\\b`))
    for (const option of Object.keys(options)) t.regex(help, new RegExp(`--${option}\\b`), option)
    for (const args of [
      [name, '--help'],
      [name, '-h'],
      ['--help', name],
    ])
      t.is(await helpOf(...args), help, args.join(' '))
  })

test('the help lists all commands; tfsso without a command also gives the help, but with exit code 1', async (t) => {
  const help = await helpOf('--help')
  for (const { name, describe } of verbs) {
    const start = describe.split(' ').slice(0, 3).join(' ')
    t.regex(help, new RegExp(`\\n  tfsso ${name}\\b.* ${start}`))
  }
  t.regex(help, /\nCommands:\n[\s\S]*\nExamples:\n {2}tfsso login /)
  t.is(await helpOf('help'), help)
  t.deepEqual(await obey([]), { help, code: 1 })
})

test('-V and --version print the version', async (t) => {
  for (const option of ['-V', '--version']) t.is(await helpOf(option), `${version()}\n`)
})

const see = (command: string) => `  Run \`tfsso ${command}--help\` to see the options and examples.`
const seeCommands = '  Run `tfsso --help` to see the commands.'
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
  [
    ['login', '--json'],
    'tfsso: --json can only be used with --all.\n  To see the session as JSON: tfsso status --json',
  ],
  [['env', 'now'], `tfsso: env takes no argument "now".\n${see('env ')}`],
  [
    ['each', 'shared'],
    "tfsso: each needs a command to run, after --.\n  For example: tfsso each 'apps-prd/*' -- tofu plan",
  ],
  [['each', '-j', '0', '--', 'true'], 'tfsso: each: -j needs a number of layers, 1 or more.'],
  [['status', '-j'], `tfsso: status has no option -j.\n${see('status ')}`],
  [['logout', 'now'], `tfsso: logout takes no argument "now".\n${see('logout ')}`],
  [
    ['completion', 'tcsh'],
    `tfsso: completion: shell is "tcsh", but must be one of "bash", "zsh", "fish".\n${see('completion ')}`,
  ],
  [
    ['which', 'teraform'],
    'tfsso: which: tool is "teraform", but must be one of "terraform", "tofu", "terragrunt".\n' +
      `  Did you mean: terraform\n${see('which ')}`,
  ],
  [['exec', '--foo'], `tfsso: exec has no option --foo.\n${see('exec ')}`],
  [
    ['exec', '--acount=x'],
    `tfsso: exec has no option --acount.\n  Did you mean: --account\n${see('exec ')}`,
  ],
  [
    ['configure', '--print', '--yes'],
    `tfsso: --print and --yes can't be used together.\n  Leave one of them out.`,
  ],
  [
    ['configure', '--print', '--remove'],
    `tfsso: --print and --remove can't be used together.\n  Leave one of them out.`,
  ],
  [
    ['configure', '--remove', '--force'],
    `tfsso: --remove and --force can't be used together.\n  Leave one of them out.`,
  ],
] as const)
  test(`the message for tfsso ${args.join(' ')}`, async (t) => {
    const problem = await t.throwsAsync(obey([...args]), { instanceOf: Problem })
    t.is(problem?.code, 1)
    t.is(problem && renderProblem(problem), said)
  })

test('tfsso completion without a shell says how to load the completion', async (t) => {
  const problem = await t.throwsAsync(obey(['completion']), { instanceOf: Problem })
  t.is(problem?.code, 1)
  for (const shell of ['bash', 'zsh', 'fish'])
    t.regex(
      problem?.advice.join('\n') ?? '',
      new RegExp(`^${shell}: .*tfsso completion ${shell}`, 'm'),
    )
})
