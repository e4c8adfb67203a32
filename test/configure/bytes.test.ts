import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { write, writeAccount } from '../rig/project.ts'
import { makeWorld } from '../rig/world.ts'
import { configOf, configure, person, profile, profiles, sections, session, textOf } from './rig.ts'

// test/unit/configure/merge.test.ts tries other shapes of a config.
test('configure adds only our sections, adds them only once, and --remove restores every byte', async (t) => {
  const world = await makeWorld(t)
  // A byte order mark, CRLF, bytes that are not UTF-8, and no newline at the end.
  const before = `\xef\xbb\xbf${person.trimEnd().replaceAll('\n', '\r\n')}`
  write(configOf(world), '')
  fs.writeFileSync(configOf(world), before, 'latin1')
  const shown = await configure(t, world)
  const after = `${before}\r\n\r\n${sections.trimEnd().replaceAll('\n', '\r\n')}`
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
  t.is(textOf(world), before)
})

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
})

test('configure exits with 78 if a section that it did not write is in its way; --force replaces this section', async (t) => {
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
})
