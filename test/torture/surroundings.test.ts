import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import test from 'ava'
import { execa } from 'execa'
import { copyInstallation, repository, temporary } from '../rig/install.ts'
import { hangMs } from '../rig/limits.ts'
import { shells } from '../rig/shells.ts'
import { long, report } from './figures.ts'

/*
 * Runs other test files with each shell, and with Node.js 22 and 24. If root runs this file, also runs them as another
 * user. This takes minutes, so the short form leaves it out.
 */

/** run with each shell; the tests of the shim are not here, because they use every shell anyway */
const scriptTests = ['test/commands/{credentials,env,exec,which}.test.ts', 'test/commands/status/*']
/**
 * run with Node.js 22 and 24; the list leaves out tests that only test sh, that install tfsso, or that run terraform
 * for long
 */
const programTests = [
  'test/{grant,lock,session}/**/*.test.ts',
  'test/commands/{credentials,env,exec,logout}.test.ts',
  'test/commands/{login,status}/*.test.ts',
]
/** run as another user: `programTests`, and tests whose result depends on the user */
const userTests = [...programTests, 'test/shim/{grant-file,modes,layers}.test.ts']

interface Surroundings {
  root?: string
  prefix: string
  node?: string
  /** a command that runs the tests, such as one that changes the user */
  by?: string[]
  env?: Record<string, string>
  files: string[]
}

/** The tests also need the shims of tools that this machine does not have. */
const optionsFor = (prefix: string) => ['--prefix', prefix, '--tools', 'terraform,tofu,terragrunt']

async function runTests({ root = repository, prefix, node, by = [], env, files }: Surroundings) {
  const ava = path.join(root, 'node_modules/ava/entrypoints/cli.mjs')
  const [file = '', ...args] = [...by, node ?? process.execPath, ava, ...files]
  const { all = '', exitCode } = await execa(file, args, {
    cwd: root,
    env: {
      ...env,
      ...{ TFSSO_TEST_PREFIX: prefix, TFSSO_TORTURE: '', TFSSO_TORTURE_FIGURES: '' },
      TFSSO_TEST_SKIPPED: '', // another user can't write to the file that this variable names
    },
    all: true,
    reject: false,
  })
  return { passed: Number(/(\d+) tests? passed/.exec(all)?.[1] ?? 0), exitCode, all }
}

function inSurroundings(what: string, make: () => Promise<Surroundings>): void {
  test.serial(`the tests ${what}`, async (t) => {
    t.timeout(15 * hangMs)
    const { passed, exitCode, all } = await runTests(await make())
    t.is(exitCode, 0, all.slice(-20_000))
    t.true(passed > 0)
    report({ attack: `The tests ${what}`, tries: passed, outcome: 'passed' })
  })
}

for (const [name = '', option = ''] of long ? shells : []) {
  inSurroundings(`of the scripts, with ${name} as sh`, async () => {
    const prefix = copyInstallation()
    const where = execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
    for (const part of ['shims/terraform', 'shims/tofu', 'libexec/credentials', 'bin/tfsso']) {
      const file = path.join(prefix, part)
      const [, ...lines] = fs.readFileSync(file, 'utf8').split('\n')
      fs.writeFileSync(file, [`#!${where} ${option}`.trim(), ...lines].join('\n'))
    }
    return { prefix, files: scriptTests }
  })
}

for (const version of long ? ['22', '24'] : []) {
  inSurroundings(`of the program, under Node ${version}`, async () => {
    const home = temporary('tfsso-node-')
    const options = ['--prefix', home, '--no-audit', '--no-fund']
    await execa('npm', ['install', ...options, `node@${version}`])
    const bin = path.join(home, 'node_modules/.bin')
    const env = { PATH: `${bin}:${process.env.PATH}` }
    const prefix = path.join(home, 'tf sso')
    const installer = path.join(repository, 'install.sh')
    await execa('sh', [installer, ...optionsFor(prefix)], { env: { ...env, HOME: home } })
    return { prefix, node: path.join(bin, 'node'), env, files: programTests }
  })
}

if (long && process.getuid?.() === 0) {
  inSurroundings('of the program, by a user who is not root', async () => {
    const home = temporary('tfsso-user-')
    // The other user might not be able to read root's checkout.
    const root = path.join(home, 'checkout')
    fs.mkdirSync(root)
    for (const name of fs.readdirSync(repository).filter((name) => !name.startsWith('.')))
      fs.cpSync(path.join(repository, name), path.join(root, name), {
        recursive: true,
        verbatimSymlinks: true,
        // With new timestamps, node_modules would look older than package-lock.json.
        preserveTimestamps: true,
      })
    await execa('chown', ['-R', '65534:65534', home])
    const by = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
    const env = { HOME: home, TMPDIR: home, USER: 'nobody', LOGNAME: 'nobody' }
    const prefix = path.join(home, 'tf sso')
    const [file = '', ...args] = [...by, 'sh', path.join(root, 'install.sh')]
    await execa(file, [...args, ...optionsFor(prefix)], { env })
    return { root, prefix, by, env, files: userTests }
  })
}
