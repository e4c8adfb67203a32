import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { shells } from '../rig/shells.ts'
import { makeWorld } from '../rig/world.ts'

const kinds: Record<string, (file: string) => void> = {
  pipe: (file) => execFileSync('mkfifo', [file]),
  device: (file) => fs.symlinkSync('/dev/zero', file),
  directory: (file) => fs.mkdirSync(file),
}
const words: Record<string, string> = {
  ...{ pipe: 'pipe, a socket or a device', device: 'pipe, a socket or a device' },
  directory: 'directory',
}
const names = [
  ...['apps-prd/config/account.tfvars', 'apps-prd/config/backend.tfvars'],
  ...['config/common.tfvars', 'config/more.tfvars', 'tfsso.hcl'],
]

for (const [kind, [what, put]] of Object.entries(kinds).entries())
  test(`a run exits with 78 at once if a ${what} is in a file's place, and names the file`, async (t) => {
    const world = await makeWorld(t)
    const cwd = world.layer('apps-prd/us-east-1/network')
    await world.logIn()
    t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
    for (const [number, name] of names.entries()) {
      // tfsso ignores a directory with this name.
      if (what === 'directory' && name === 'config/more.tfvars') continue
      const file = path.join(world.project, name)
      const before = fs.existsSync(file) ? fs.readFileSync(file) : undefined
      fs.rmSync(file, { force: true })
      put(file)
      const title = `${what} ${name}`
      // Each kind of file is tried in several shells.
      const shell = shells[(kind + number) % shells.length] ?? []
      const { exitCode, stderr } = await world.terraform(['plan'], { cwd, shell })
      t.is(exitCode, 78, `${title}: ${stderr}`)
      t.true(stderr.includes(`${file} is a ${words[what]}`), `${title}: ${stderr}`)
      if (number === kind) {
        t.is((await world.tfsso(['status'], { cwd })).exitCode, 78, title)
        t.is((await world.tfsso(['doctor'], { cwd })).exitCode, 1, title)
        // A command that never logs in still runs.
        const { exitCode, stderr } = await world.terraform(['validate'], { cwd })
        t.deepEqual([exitCode, stderr], [0, ''], title)
        t.is(world.identity(world.lastStart().env), 'nobody', title)
      }
      fs.rmSync(file, { recursive: true })
      if (before) fs.writeFileSync(file, before)
    }
    t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
    t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
  })

test("a run exits with 78 if a pipe is among the layer's own files, and no command waits for the pipe", async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  await world.logIn()
  t.is((await world.terraform(['plan'], { cwd })).exitCode, 0)
  for (const name of ['terraform.tfvars', 'x.tf.json', 'x.tf']) {
    const file = path.join(cwd, name)
    kinds.pipe?.(file)
    const { exitCode, stderr } = await world.terraform(['plan'], { cwd })
    t.deepEqual([exitCode, stderr.includes(`${file} is a ${words.pipe}`)], [78, true], stderr)
    if (name === 'x.tf') {
      const doctor = await world.tfsso(['doctor'], { cwd })
      t.deepEqual([doctor.exitCode, doctor.stdout.includes(file)], [1, true], doctor.stdout)
      const each = await world.tfsso(['each', '--', 'true'], { cwd })
      t.deepEqual([each.exitCode, each.stderr.includes(file)], [1, true], each.stderr)
    }
    fs.rmSync(file)
  }
})

test('a run exits with 78 if the AWS config is a pipe; an AWS config that is /dev/null counts as missing', async (t) => {
  const world = await makeWorld(t)
  const cwd = world.layer('apps-prd/us-east-1/network')
  await world.logIn()
  const [config, credentials] = ['config', 'credentials'].map((name) =>
    path.join(world.home, '.aws', name),
  ) as [string, string]
  fs.symlinkSync('/dev/null', credentials)
  const plan = (env: Record<string, string> = {}) =>
    world.terraform(['plan'], { cwd, env: { TFSSO_DEBUG: '1', ...env } })
  for (const env of [{}, { AWS_CONFIG_FILE: '/dev/null' }])
    for (const good of [false, true])
      t.is(/the grant is good/.test((await plan(env)).stderr), good, JSON.stringify(env))
  const status = `AWS_CONFIG_FILE=<(echo '[default]') '${world.prefix}/bin/tfsso' status`
  const substituted = await world.run('bash', ['-c', status], { cwd })
  t.is(substituted.exitCode, 78)
  t.regex(substituted.stderr, /\/dev\/fd\/\d+ is a pipe/)
  for (const file of [config, credentials]) {
    fs.rmSync(file, { force: true })
    kinds.pipe?.(file)
    const { exitCode, stderr } = await plan()
    t.deepEqual([exitCode, stderr.includes(`${file} is a ${words.pipe}`)], [78, true], stderr)
    fs.rmSync(file)
  }
})
