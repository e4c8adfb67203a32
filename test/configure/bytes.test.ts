import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { write, writeAccount } from '../rig/project.ts'
import { makeWorld } from '../rig/world.ts'
import {
  configOf,
  configure,
  profile,
  profiles,
  sections,
  session,
  textOf,
  withDefault,
} from './rig.ts'

/** The AWS config of a person. It is in latin1, so that it can contain any byte. */
const person = `# before all sections, caf\xe9

[default]
region=eu-west-1
  ; indented

 # about the next
[profile  mine]
s3 =
    max_concurrent_requests = 20
\tuse_accelerate_endpoint=true
services = local
credential_process = "/a b/c" d   # e\x20\x20

[profile "quoted name"]   # odd
aws_access_key_id     = AKIAMINE
aws_secret_access_key = hunter2
[profile bb-shared-else]
region = x
[services local]
dynamodb =
  endpoint_url = http://localhost:8000


[sso-session theirs]
sso_start_url = https://other.awsapps.com/start
sso_region = us-east-2
[plugins]
cli_legacy_plugin_path = /x
# the end
`

for (const [what, before, eol] of [
  ['a config as people have it', person, '\n'],
  [
    'a config with a byte order mark and CRLF, without a newline at its end',
    `\xef\xbb\xbf${person.trimEnd().replaceAll('\n', '\r\n')}`,
    '\r\n',
  ],
  ['an empty config', '', '\n'],
] as const) {
  test(`${what}: configure adds only our sections, adds them only once, and --remove restores the file`, async (t) => {
    const world = await makeWorld(t)
    write(configOf(world), '')
    fs.writeFileSync(configOf(world), before, 'latin1')
    const shown = await configure(t, world)
    const closed = before === '' || before.endsWith('\n')
    const between = before === '' ? '' : closed ? eol : eol + eol
    const ours = (before === '' ? withDefault : sections).replaceAll('\n', eol)
    const after = before + between + (closed ? ours : ours.slice(0, -eol.length))
    t.is(textOf(world), after)
    t.notRegex(shown, /hunter2/)
    t.true(shown.includes(`; the old version is in ${configOf(world)}.tfsso-backup.\n`))
    t.is(fs.readFileSync(`${configOf(world)}.tfsso-backup`, 'latin1'), before)

    const { mtimeMs, ino } = fs.statSync(configOf(world))
    t.regex(await configure(t, world), /nothing to change in /)
    t.is(textOf(world), after)
    t.deepEqual(
      [fs.statSync(configOf(world)).mtimeMs, fs.statSync(configOf(world)).ino],
      [mtimeMs, ino],
    )
    t.false(fs.existsSync(`${configOf(world)}.tfsso-backup.1`))

    await configure(t, world, '--remove')
    if (before === '') t.false(fs.existsSync(configOf(world)))
    else t.is(textOf(world), before)
    t.regex(await configure(t, world, '--remove'), /nothing to change in /)
  })
}

test('after a change in tfvars, configure updates our sections in their place, and nothing else', async (t) => {
  const world = await makeWorld(t)
  write(configOf(world), '[profile mine]\nregion = x\n')
  await configure(t, world)
  const added = '\n# about mine, too\n[profile mine-too]\nregion=y\n'
  fs.appendFileSync(configOf(world), added)
  const before = textOf(world)
  writeAccount(world.project, { name: 'security', id: '333333333333', role: 'Admin' })
  const file = path.join(world.project, 'config/common.tfvars')
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('"111111111111"', '"444444444444"'))
  await configure(t, world)
  const expected = before
    .replace(`\n${profiles()[1]}`, '')
    .replace('111111111111', '444444444444')
    .concat(`\n${profile('bb-security-admin', '333333333333', 'Admin')}`)
  t.is(textOf(world), expected)
  await configure(t, world, '--remove')
  t.is(textOf(world), `[profile mine]\nregion = x\n${added}`)
})

test('configure exits with 78 at a section that it did not write; --force replaces it', async (t) => {
  const world = await makeWorld(t)
  const theirs = '[profile bb-shared-devops]\nregion = x\naws_secret_access_key = hunter2\n'
  write(configOf(world), `# mine\n${theirs}# below\n[default]\n`)
  const refused = await world.tfsso(['configure', '--yes'])
  t.is(refused.exitCode, 78)
  t.regex(refused.stderr, /did not write for this project: \[profile bb-shared-devops\]/)
  t.regex(refused.stderr, /--force/)
  t.is(textOf(world), `# mine\n${theirs}# below\n[default]\n`)
  t.notRegex(await configure(t, world, '--force'), /hunter2/)
  const [prd, security, shared] = profiles()
  t.is(
    textOf(world),
    `# mine\n${shared}# below\n[default]\n\n${[session, prd, security].join('\n')}`,
  )
  t.regex(await configure(t, world), /nothing to change/)
})
