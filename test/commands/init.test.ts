import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { startUrl } from '../rig/project.ts'
import { putToken } from '../rig/token.ts'
import { makeWorld, type World } from '../rig/world.ts'

const args = ['init', '--start-url', startUrl, '--region', 'us-east-1']
const keys = /^(sso_enabled|sso_start_url|sso_region|sso_role)\b.*(\r?\n|$)/gm

const files = [
  'config/common.tfvars',
  ...['shared', 'apps-prd', 'security'].map((name) => `${name}/config/account.tfvars`),
]
const read = (world: World) =>
  files.map((file) => fs.readFileSync(path.join(world.project, file), 'latin1'))

/** A project without tfsso's keys. `shape` changes the text of its files. */
async function bare(t: Parameters<typeof makeWorld>[0], shape = (text: string) => text) {
  const world = await makeWorld(t)
  for (const file of files) {
    const at = path.join(world.project, file)
    const text = fs.readFileSync(at, 'utf8').replace(keys, '')
    fs.writeFileSync(at, shape(text), 'latin1')
  }
  return world
}

// test/unit/project/tfvars-edit.test.ts tries each shape by itself. `isRefused`: AWS refuses the token (401), so init
// has to refresh it.
const shapes: [what: string, shape: (text: string) => string, isRefused?: boolean][] = [
  [
    'with comments, other encodings, CRLF and no last newline',
    (text) =>
      `# \xe9\xff SSO: sso_role = "x"\n/* a\n*/\n${text}// the end\nlast = 1`.replaceAll(
        '\n',
        '\r\n',
      ),
  ],
  [
    'with empty keys',
    (text) => `sso_start_url = "" # fill in\nsso_enabled=false\nsso_role = ""\n${text}`,
    true,
  ],
]
for (const [what, shape, isRefused] of shapes)
  test(`a project ${what}: init changes only tfsso’s keys, and a second run changes nothing`, async (t) => {
    const world = await bare(t, shape)
    if (isRefused) {
      await world.logIn()
      putToken(world, { accessToken: 'aoaRefused' })
    }
    const before = read(world)
    const { exitCode, stderr, stdout } = await world.tfsso([...args, '--yes'])
    t.deepEqual([exitCode, stdout], [0, ''], stderr)
    const after = read(world)
    const outside = (text: string) => text.replace(keys, '').replace(/\r?\n$/, '')
    t.deepEqual(after.map(outside), before.map(outside))
    const [common = '', shared = '', appsPrd = '', security = ''] = after
    t.regex(common, /^sso_enabled *= *true/m)
    t.regex(common, /^sso_start_url *= *"https:\/\/example\.awsapps\.com\/start"/m)
    t.regex(common, /^sso_region *= *"us-east-1"/m)
    t.regex(shared, /^sso_role *= *"DevOps"/m)
    t.regex(security, /^sso_role *= *"Auditor"/m)
    t.notRegex(appsPrd, /^sso_role *= *"[^"]/m, 'two are held')
    t.regex(
      stderr,
      /no role was written for apps-prd: you have several roles \(DevOpsPrd, ReadOnly\)\./,
    )
    t.regex(stderr, /can't check .*prerequisites/)

    const again = await world.tfsso(['init', '--yes'])
    t.is(again.exitCode, 0, again.stderr)
    t.regex(again.stderr, /nothing to change/)
    t.deepEqual(read(world), after)
  })

test('in a terminal init asks for everything and shows the difference; then a plan works', async (t) => {
  const world = await bare(t)
  const run = world.terminal('tfsso init && cd shared && terraform plan')
  for (const [question, answer] of [
    [/access portal/, 'example.awsapps.com'],
    [/must be the https URL/, startUrl],
    [/Region of IAM/, 'us-east-1'],
    [/Role for apps-prd \(DevOpsPrd, ReadOnly/, 'ReadOnly'],
    [/\+ sso_role += "Auditor"[\s\S]*Apply these changes/, 'y'],
  ] as const) {
    await run.shows(question)
    run.write(`${answer}\r`)
  }
  const { exitCode } = await run.exited
  t.is(exitCode, 0, run.screen)
  t.regex(read(world)[2] ?? '', /^sso_role *= "ReadOnly"$/m)
  t.is(world.identity(world.lastStart().env), '111111111111 DevOps')
})

test('init changes nothing if an option is missing or wrong, or if nobody confirms', async (t) => {
  const world = await bare(t)
  const before = read(world)
  const silent = await world.tfsso(['init', '--yes'])
  t.is(silent.exitCode, 1)
  t.regex(silent.stderr, /init needs --start-url/)
  const wrong = await world.tfsso(['init', '--start-url', 'http://x', '--region', 'us-east-1'])
  t.is(wrong.exitCode, 1)
  t.regex(wrong.stderr, /--start-url is "http:\/\/x", but must be the https URL/)
  const unasked = await world.tfsso(args)
  t.is(unasked.exitCode, 77, unasked.stderr)
  const no = world.terminal(`tfsso ${args.join(' ')}`)
  await no.shows(/Role for apps-prd/)
  no.write('\r')
  await no.shows(/Apply these changes/)
  no.write('n\r')
  t.is((await no.exited).exitCode, 1)
  t.deepEqual(read(world), before)
})
