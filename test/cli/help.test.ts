import test from 'ava'
import { obey } from '../../lib/cli/run.ts'
import { makeWorld } from '../rig/world.ts'

/* test/unit/cli/command-line.test.ts checks the texts. These tests check that the installed tfsso prints them. */

test('tfsso prints the help on stdout, in English, also for commands that are written in sh', async (t) => {
  const world = await makeWorld(t)
  for (const args of [
    ['--help'],
    ...['login', 'exec', 'env', 'which', 'status', 'prompt'].map((name) => [name, '--help']),
  ]) {
    const { exitCode, stdout, stderr } = await world.tfsso(args, { env: { LC_ALL: 'de_DE.UTF-8' } })
    t.deepEqual([exitCode, stderr], [0, ''], args.join(' '))
    t.is(stdout, (await obey(args)).help)
  }
  // The help of setup comes from install.sh.
  const setup = await world.tfsso(['setup', '--help'])
  t.deepEqual([setup.exitCode, setup.stderr], [0, ''])
  t.regex(setup.stdout, /tfsso setup[\s\S]*\nExamples:\n/)
  const alone = await world.tfsso([])
  t.deepEqual([alone.exitCode, alone.stdout, alone.stderr], [1, '', (await obey([])).help])
})

const see = (command: string) =>
  `  Run \`tfsso ${command} --help\` to see the options and examples.\n`
for (const [args, said] of [
  [
    ['lgoin'],
    'tfsso: There is no command lgoin.\n  Did you mean: tfsso login\n  Run `tfsso --help` to see the commands.\n',
  ],
  [['status', '-j'], `tfsso: status has no option -j.\n${see('status')}`],
  [['env', '--jsno'], `tfsso: env has no option --jsno.\n  Did you mean: --json\n${see('env')}`],
  [['env', '--role='], `tfsso: --role needs a name.\n${see('env')}`],
  [
    ['which', 'teraform'],
    'tfsso: which: tool is "teraform", but must be one of "terraform", "tofu", "terragrunt".\n' +
      `  Did you mean: terraform\n${see('which')}`,
  ],
  [['exec'], `tfsso: exec needs a command to run.\n${see('exec')}`],
  [
    ['exec', '--acount=x', '--', 'ls'],
    `tfsso: exec has no option --acount.\n  Did you mean: --account\n${see('exec')}`,
  ],
] as const) {
  test(`tfsso ${args.join(' ')} exits with 1 and says what to do`, async (t) => {
    const world = await makeWorld(t)
    const { exitCode, stdout, stderr } = await world.tfsso([...args])
    t.deepEqual([exitCode, stdout, stderr], [1, '', said])
  })
}
