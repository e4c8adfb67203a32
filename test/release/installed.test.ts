import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { repository } from '../rig/install.ts'
import { runInTerminal } from '../rig/terminal.ts'
import { Bystander, bundleOf, sharedPackages, sharedRelease } from './rig.ts'

const { version } = JSON.parse(fs.readFileSync(path.join(repository, 'package.json'), 'utf8'))
let bundle = ''

test.before(async () => {
  bundle = bundleOf(await sharedRelease())
})

test('the unpacked bundle and the npm package install the same files, without network or build', async (t) => {
  const byTar = new Bystander(t)
  byTar.without('npm')
  byTar.unpack(bundle)
  const { exitCode, stderr } = await byTar.install()
  t.is(exitCode, 0, stderr)

  const byNpm = new Bystander(t)
  await byNpm.npmInstallCompiled(bundle)
  t.deepEqual(fs.readdirSync((await sharedPackages(bundle)).home), [], 'npm install runs nothing')
  byNpm.without('npm')
  const setup = await byNpm.run(byNpm.launcher, ['setup'])
  t.is(setup.exitCode, 0, setup.stderr)
  t.is(
    setup.stderr.replaceAll(byNpm.root, '').replaceAll('tfsso setup', 'sh install.sh'),
    stderr.replaceAll(byTar.root, ''),
  )

  t.deepEqual(byNpm.installed(), byTar.installed())
  t.deepEqual(
    // `left-out` contains the shims of the tools that were not chosen.
    fs.readdirSync(path.join(byTar.prefix, 'current')).filter((name) => name !== 'left-out'),
    fs.readdirSync(byTar.source),
    'the whole bundle is installed',
  )
  for (const machine of [byTar, byNpm]) {
    t.is((await machine.tfsso()).stdout, version)
    t.is((await machine.terraform(['version'])).stdout, 'the real terraform: version')
    t.deepEqual(fs.readdirSync(machine.home), ['.local'])
  }
})

test('before setup, npm’s tfsso prints its version and runs the demo; any other command says to run tfsso setup', async (t) => {
  const machine = new Bystander(t)
  await machine.npmInstall(bundle)
  const before = machine.packages()
  const run = (...args: string[]) => machine.run(machine.launcher, args)
  t.is((await run('--version')).stdout, version)
  t.regex((await run('--help')).stdout, /tfsso setup/)
  t.is((await run('setup', '--help')).exitCode, 0)
  t.regex((await run('setup', '--dry-run')).stderr, /^Would install tfsso/)
  t.regex(
    (await run('demo', '--dry-run')).stderr,
    /^Would install tfsso into a temporary directory/,
  )
  for (const args of [['login'], ['status'], ['exec', '--', 'true'], ['env'], ['wat']]) {
    const { exitCode, stdout, stderr } = await run(...args)
    t.deepEqual([exitCode, stdout], [78, ''], stderr)
    t.regex(stderr, /^tfsso: .*not set up.*\n {2}Run: tfsso setup$/)
  }
  const wrong = await run('setup', '--wat')
  t.deepEqual([wrong.exitCode, wrong.stdout], [1, ''])
  t.regex(wrong.stderr, /tfsso setup has no option --wat/)
  t.deepEqual(fs.readdirSync(machine.home), [])
  t.deepEqual(machine.packages(), before)
})

test('npm’s tfsso and the installed one give the same results, whichever is first on PATH', async (t) => {
  const machine = new Bystander(t)
  await machine.npmInstallCompiled(bundle)
  machine.prefix = path.join(machine.root, "a 'place'")
  const { exitCode, stderr } = await machine.run(machine.launcher, [
    'setup',
    '--prefix',
    machine.prefix,
  ])
  t.is(exitCode, 0, stderr)
  for (const line of [
    'tfsso --version',
    'tfsso which --shim',
    'tfsso env',
    'tfsso wat',
    'tfsso setup --dry-run',
  ]) {
    const [one, other] = [
      await machine.first('npm', line),
      await machine.first('installation', line),
    ]
    t.deepEqual({ ...one, stderr: '' }, { ...other, stderr: '' }, line)
    // The second line of setup's messages depends on PATH: it says whether `terraform` is the shim.
    t.is(one.stderr.split('\n')[0], other.stderr.split('\n')[0], line)
    // Without --prefix, setup uses the installation on PATH.
    if (line.includes('setup')) t.true(one.stderr.includes(` in ${machine.prefix} `), one.stderr)
  }
  const gone = await machine.first('installation', 'tfsso setup --uninstall')
  t.is(gone.exitCode, 0, gone.stderr)
  t.false(fs.existsSync(machine.prefix))
  t.deepEqual(fs.readdirSync(machine.home), [])
})

test('after npm has upgraded tfsso, npm’s tfsso asks for `tfsso setup` in a terminal, until setup has run', async (t) => {
  const machine = new Bystander(t)
  await machine.npmInstallCompiled(bundle)
  const upgrade = (file: string, from: string | RegExp, to: string) => {
    const at = path.join(machine.package, file)
    fs.writeFileSync(at, fs.readFileSync(at, 'utf8').replaceAll(from, to))
  }
  upgrade('package.json', /"version": ".*"/g, '"version": "99.0.0"')
  await machine.run(machine.launcher, ['setup'])
  upgrade('package.json', '99.0.0', '99.1.0')
  upgrade('lib/install.js', 'modify-path', 'newer') // in the newer version, an option has another name
  const seen = async (command = '--version') => {
    const run = runInTerminal(machine.launcher, [command], {
      cwd: machine.root,
      env: machine.env(),
    })
    await run.exited
    return run.screen.trim().split('\r\n')
  }
  t.deepEqual(await seen(), [
    `tfsso: npm has installed 99.1.0, but another version is set up in ${machine.prefix}.`,
    '  Run: tfsso setup',
    '99.0.0',
  ])
  t.deepEqual(await seen('prompt'), [''], 'not before each prompt of a shell')
  const { stdout, stderr } = await machine.run(machine.launcher, ['--version'])
  t.deepEqual([stdout, stderr], ['99.0.0', ''], 'no terminal')
  const setup = await machine.first('installation', 'tfsso setup --newer')
  t.regex(setup.stderr, /^tfsso is upgraded from 99\.0\.0 to 99\.1\.0 in /)
  t.regex(setup.stderr, /What has changed: .*\/current\/CHANGELOG\.md/)
  t.deepEqual(await seen(), ['99.1.0'])
})

test('after the npm package is removed, an installation can set itself up again and be uninstalled', async (t) => {
  const machine = new Bystander(t)
  const profile = machine.write('.profile', 'export EDITOR=vi')
  await machine.npmInstallCompiled(bundle)
  await machine.run(machine.launcher, ['setup'])
  const before = machine.installed()
  await machine.npmUninstall()
  t.false(fs.existsSync(machine.launcher))
  t.is((await machine.tfsso()).stdout, version)

  fs.writeFileSync(path.join(machine.prefix, 'libexec/node-path'), '/gone/node\n')
  const again = await machine.tfsso(['setup', '--modify-path'])
  t.is(again.exitCode, 0, again.stderr)
  t.deepEqual(
    machine.installed().filter((line) => !line.includes('versions/')),
    before.filter((line) => !line.includes('versions/')),
  )
  t.is(
    fs.readFileSync(path.join(machine.prefix, 'libexec/node-path'), 'utf8'),
    `${process.execPath}\n`,
  )
  t.true(machine.read('.profile').includes('tfsso'))

  const gone = await machine.tfsso(['setup', '--uninstall'])
  t.is(gone.exitCode, 0, gone.stderr)
  t.false(fs.existsSync(machine.prefix))
  t.is(fs.readFileSync(profile, 'utf8'), 'export EDITOR=vi')
})
