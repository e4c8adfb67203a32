import fs from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { startEmulator } from '../../emulator/server.ts'
import { repository, temporary } from '../rig/install.ts'
import { hangMs } from '../rig/limits.ts'
import { needs } from '../rig/needs.ts'
import { bucketOf, defaultAccounts, startUrl, writeLayer, writeProject } from '../rig/project.ts'
import { toolOfDocs } from '../rig/real-terraform.ts'
import { registryNetwork } from '../rig/registry.ts'
import { runInTerminal } from '../rig/terminal.ts'
import { heavyUntilEnd } from '../rig/turn.ts'
import { fencedBlocks } from './fenced.ts'
import { placeNpmStandIn } from './npm-stand-in.ts'

const page = 'docs/first-half-hour.md'
const tool = toolOfDocs()
const command = tool?.command ?? 'tofu'
const here = fs.existsSync(path.join(repository, '.git')) && tool !== undefined
const test = needs('a git clone with terraform or tofu', Boolean(process.env.CI) || here)

/** What the screen must show after these lines of the page, in this order. */
const seen: [line: string, output: RegExp][] = [
  ['./install.sh --demo', /Done: 1 login, 3 sets of role credentials/],
  ['./install.sh --modify-path', /runs through tfsso in every new shell/],
  [`command -v ${command}`, /\.local\/share\/tfsso\/shims\/\w/],
  ['tfsso login', /logged in at https:\/\/example\.awsapps\.com\/start/],
  ['tfsso accounts', /shared +111111111111 +DevOps +yes/],
  [`${command} init -input=false`, /(OpenTofu|Terraform) has been successfully initialized!/],
  [`${command} plan`, /Plan: 1 to add/],
  ['tfsso status', /Next +`(tofu|terraform) plan` starts at once/],
  ['make -j plan', /(Plan: 1 to add[\s\S]*){2}/],
  [`tfsso each -j 4 -- ${command} plan -input=false`, /(Plan: 1 to add[\s\S]*){2}/],
  ['tfsso logout', /logged out of/],
  ['./install.sh --uninstall', /Removed .*\.local\/share\/tfsso\./],
]

test('the first half hour, typed exactly as in the docs, leaves only the clone in HOME', async (t) => {
  await heavyUntilEnd(t)
  t.timeout(4 * hangMs)
  const emulator = await startEmulator({
    startUrl,
    approval: 'automatic',
    accounts: defaultAccounts.map(({ id, name, role }) => ({ id, name, roles: [role] })),
    buckets: Object.fromEntries(defaultAccounts.map((account) => [bucketOf(account), account.id])),
  })
  t.teardown(() => emulator.close())
  const root = temporary('tfsso half hour-')
  const home = path.join(root, 'home')
  const project = path.join(home, 'le-tf-infra')
  writeProject(project, defaultAccounts)
  for (const layer of ['shared/global/base-dns', 'apps-prd/us-east-1/base-network'])
    writeLayer(project, layer)
  fs.writeFileSync(path.join(project, 'Makefile'), fencedBlocks(page, 'make', command).join('\n'))
  // `npm run test:torture` uses the real npm.
  const bin = path.join(root, 'bin')
  fs.mkdirSync(bin)
  if (!process.env.TFSSO_TORTURE) placeNpmStandIn(bin)
  // A login shell replaces the PATH that it inherits, so .profile must set PATH.
  const profile = `PATH="${bin}:$PATH:${tools().join(':')}"\n`
  fs.writeFileSync(path.join(home, '.profile'), profile)
  fs.mkdirSync(path.join(home, '.terraform.d')) // otherwise tofu would create it
  const before = fs.readdirSync(home)

  // Prints the last exit code and the prompt's number before each prompt.
  const mark = 'printf "\\n[exit %s] %s.\\n" "$?" "$((prompts += 1))"; export prompts'
  const run = runInTerminal('/bin/bash', ['-l'], {
    cwd: home,
    env: {
      ...registryNetwork(process.env),
      ...emulator.env(),
      PATH: [...tools(), '/usr/bin', '/bin'].join(':'),
      HOME: home,
      SHELL: '/bin/bash',
      TERM: 'dumb',
      PROMPT_COMMAND: mark,
      HISTFILE: '/dev/null',
      BROWSER: 'true',
      TFSSO_LOGIN: 'device',
      CHECKPOINT_DISABLE: '1',
      npm_config_cache: path.join(root, 'npm-cache'),
      REPOSITORY: repository,
    },
  })
  t.teardown(() => run.kill('SIGKILL'))
  const steps = fencedBlocks(page, 'sh', command).join('').trim().split('\n')
  await run.shows(/\[exit 0\]/)
  const outputs: [line: string, output: string][] = []
  for (const [index, line] of steps.entries()) {
    const from = run.screen.length
    run.write(`${line}\r`)
    await run.shows(new RegExp(`\\[exit \\d+\\] ${index + 2}\\.`))
    const output = stripVTControlCharacters(run.screen.slice(from))
    t.regex(output, /\[exit 0\]\s/, line)
    if (!output.includes('[exit 0]')) return
    outputs.push([line, output])
  }
  run.write('exit\r')
  await run.exited

  let at = 0
  for (const [line, expected] of seen) {
    const found = outputs.findIndex(([typed], index) => index >= at && typed === line)
    t.true(found >= 0, `the page has no step ${line}`)
    t.regex(outputs[found]?.[1] ?? '', expected, line)
    at = found + 1
  }
  t.is(emulator.count('StartDeviceAuthorization'), 1)
  t.notRegex(outputs.at(-1)?.[1] ?? '', /tfsso\/shims/, 'it is the real one again')
  t.deepEqual(fs.readdirSync(home).sort(), [...before, 'tfsso'].sort())
})

function tools(): string[] {
  return [...new Set([process.execPath, tool?.program ?? ''].map((file) => path.dirname(file)))]
}
