import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { needs } from '../rig/needs.ts'
import { shells } from '../rig/shells.ts'
import { hasStrace } from '../rig/strace.ts'
import { warmUp } from '../rig/warm-up.ts'
import { makeWorld } from '../rig/world.ts'

test('prompt shows what the last run got, with `?` if this could be out of date, and nothing outside a layer', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  const prompt = async (at = cwd, env: Record<string, string> = {}) => {
    const { exitCode, stdout, stderr } = await world.tfsso(['prompt'], { cwd: at, env })
    t.deepEqual([exitCode, stderr], [0, ''])
    return stdout
  }
  t.is(await prompt(world.project), '')
  t.is(await prompt(world.root), '')
  t.is(await prompt(), 'apps-prd ?\n')
  await world.logIn()
  t.is((await world.shim('tofu', ['plan'], { cwd })).exitCode, 0)
  t.is(await prompt(), 'apps-prd DevOpsPrd >30m\n')
  t.is(await prompt(cwd, { TFSSO_ROLE: 'ReadOnly' }), 'apps-prd ?\n')

  const grant = path.join(world.home, '.cache/tfsso/grants', cwd, '.tfsso/tofu.full')
  const inTime = (file: string, ms: number) =>
    fs.utimesSync(file, new Date(), new Date(Date.now() + ms))
  const accountFile = path.join(world.project, 'apps-prd/config/account.tfvars')
  const { mtime } = fs.statSync(accountFile)
  inTime(accountFile, 0)
  t.is(await prompt(), 'apps-prd DevOpsPrd >30m ?\n', 'a file was written since')
  fs.utimesSync(accountFile, mtime, mtime)
  t.is(await prompt(), 'apps-prd DevOpsPrd >30m\n')
  inTime(grant, -1000)
  t.is(await prompt(), 'apps-prd DevOpsPrd <30m ?\n', 'the next run gets new credentials')
  inTime(`${grant}.prompt`, -1000)
  t.is(await prompt(), 'apps-prd DevOpsPrd expired ?\n')

  const clock = path.join(world.home, '.cache/tfsso/clock')
  fs.rmSync(clock)
  t.is(await prompt(), 'apps-prd DevOpsPrd expired ?\n')
  t.false(fs.existsSync(clock), 'sh would create it with the wrong mode')
  const other = path.join(world.root, 'other')
  fs.writeFileSync(other, 'x')
  fs.symlinkSync(other, clock)
  t.is(await prompt(), 'apps-prd DevOpsPrd expired ?\n')
  t.is(fs.readFileSync(other, 'utf8'), 'x')
})

test('prompt prints the same in every shell', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  await world.terraform(['plan'], { cwd })
  for (const [file = '', ...args] of shells) {
    const run = await world.run(file, [...args, path.join(world.prefix, 'bin/tfsso'), 'prompt'], {
      cwd,
    })
    t.deepEqual([run.stdout, run.stderr], ['apps-prd DevOpsPrd >30m\n', ''], file)
  }
})

needs('strace', hasStrace)('outside a tfsso.hcl, prompt looks at no file of /', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/net')
  await world.logIn()
  await warmUp(world, cwd)
  const log = path.join(world.root, 'trace')
  const command = ['-f', '-e', 'trace=%file', '-o', log, `${world.prefix}/bin/tfsso`, 'prompt']
  const { stdout } = await world.run('strace', command, { cwd })
  t.is(stdout, 'apps-prd DevOpsPrd >30m\n')
  const files = [...fs.readFileSync(log, 'utf8').matchAll(/"([^"]*)"/g)].map(
    ([, file = '']) => file,
  )
  t.true(files.includes(path.join(world.project, 'apps-prd/config/account.tfvars')))
  t.deepEqual(
    files.filter((file) => /^\/(environment|terraform\.tfstate)$/.test(file)),
    [],
  )
})
