import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import type { ExecutionContext } from 'ava'
import ava from 'ava'
import { temporary } from '../rig/install.ts'
import { hangMs, nodeMs } from '../rig/limits.ts'
import { findTerraform } from '../rig/real-terraform.ts'
import { needsTerraform } from '../rig/terraform.ts'
import { tokenFile } from '../rig/token.ts'
import { makeWorld, type World } from '../rig/world.ts'
import { cases, long, report } from './figures.ts'

let held = 0

function test(title: string, run: (t: ExecutionContext<unknown>) => Promise<void>): void {
  needsTerraform.concurrent(title, async (t) => {
    t.timeout(10 * hangMs)
    await run(t)
    if (t.passed) held++
  })
}

/** For tests much like another test of this file: the short form leaves them out. */
const testInLongForm: typeof test = (title, run) => {
  if (long) test(title, run)
}

ava.after.always(() => {
  if (held === 0) return
  report({
    attack:
      'Ctrl-C, signals, suspending, resizing, closed descriptors, pipes and process groups, with the real terraform',
    tries: held,
    outcome: 'as without tfsso',
  })
})

const slowApply = `resource "terraform_data" "slow" {
  provisioner "local-exec" {
    command = "echo started; sleep 5"
  }
}
resource "terraform_data" "next" {
  depends_on = [terraform_data.slow]
}
`

/** A plan of this code takes as long as the emulator delays the remote state. */
const slowPlan = `data "terraform_remote_state" "other" {
  backend = "s3"
  config = {
    bucket  = "bb-shared-terraform-backend"
    key     = "other/terraform.tfstate"
    region  = "us-east-1"
    profile = "bb-shared-devops"
  }
}
`

const layer = 'apps-prd/us-east-1/base-network'

/** a copy of the `.terraform` that `init` makes; it is the same in every world */
let initialized: Promise<string> | undefined

async function initialize(t: ExecutionContext<unknown>): Promise<string> {
  const world = await makeWorld(t)
  world.useRealTerraform()
  await world.logIn()
  const cwd = world.layer(layer)
  const { exitCode, stderr } = await world.terraform(['init', '-input=false'], { cwd })
  if (exitCode !== 0) throw new Error(stderr)
  const kept = path.join(temporary('tfsso-initialized-'), '.terraform')
  fs.cpSync(path.join(cwd, '.terraform'), kept, { recursive: true })
  return kept
}

async function makeLayer(t: ExecutionContext<unknown>, body = '', session = true) {
  const world = await makeWorld(t)
  world.useRealTerraform()
  const cwd = world.layer(layer, body)
  initialized ??= initialize(t)
  fs.cpSync(await initialized, path.join(cwd, '.terraform'), { recursive: true })
  if (session) await world.logIn()
  return { world, cwd }
}

const apply = 'terraform apply -auto-approve -no-color'

async function startApply(t: ExecutionContext<unknown>) {
  const { world, cwd } = await makeLayer(t, slowApply)
  // Without `exec`, Ctrl-C would end the terminal's sh as well.
  const run = world.terminal(`exec ${apply}`, { cwd })
  await run.shows(/slow \(local-exec\): started/)
  return { world, run }
}

async function startPlan(t: ExecutionContext<unknown>) {
  const { world, cwd } = await makeLayer(t, slowPlan)
  world.emulator.fault({ operation: 'GetObject', delayMs: 6_000 })
  const run = world.terminal('exec terraform plan -no-color', { cwd })
  await run.shows(/terraform_remote_state.other: Reading/)
  return { world, run }
}

const resources = (body: Buffer | undefined) =>
  JSON.parse(String(body)).resources.map(({ name }: { name: string }) => name)

test('apply: terraform gets one signal for one Ctrl-C, and ends in order', async (t) => {
  const { run, world } = await startApply(t)
  run.write('\x03')
  t.is((await run.exited).exitCode, 1, run.screen)
  t.is(run.screen.match(/Interrupt received/g)?.length, 1)
  t.notRegex(run.screen, /Two interrupts/)
  const { objects } = world.emulator
  t.deepEqual(
    objects.map(({ key }) => path.basename(key)),
    ['terraform.tfstate'],
    'no lock is left',
  )
  t.false(resources(objects[0]?.body).includes('next'))
})

testInLongForm('apply: terraform gets a second signal for a second Ctrl-C', async (t) => {
  const { run, world } = await startApply(t)
  // A slow write leaves time for a second Ctrl-C.
  world.emulator.fault({ operation: 'PutObject', delayMs: 10_000 })
  run.write('\x03')
  await run.shows(/Interrupt received/)
  run.write('\x03')
  t.is((await run.exited).exitCode, 1, run.screen)
  t.regex(run.screen, /Two interrupts received/)
})

testInLongForm('plan: terraform gets one signal for one Ctrl-C', async (t) => {
  const { run } = await startPlan(t)
  run.write('\x03')
  t.is((await run.exited).exitCode, 1, run.screen)
  t.is(run.screen.match(/Interrupt received/g)?.length, 1)
  t.notRegex(run.screen, /Two interrupts/)
})

test('plan: terraform gets a second signal for a second Ctrl-C', async (t) => {
  const { run } = await startPlan(t)
  run.write('\x03')
  await run.shows(/Interrupt received/)
  run.write('\x03')
  t.is((await run.exited).exitCode, 1, run.screen)
  t.regex(run.screen, /Two interrupts received/)
})

test('apply: a signal to the shim’s pid has the same effect as a signal to terraform', async (t) => {
  const { world, cwd } = await makeLayer(t, slowApply)
  const end = async (line: string, signal: NodeJS.Signals) => {
    // Without `-lock=false`, a killed terraform would leave the state locked.
    const run = world.terminal(`exec ${line} -lock=false`, { cwd })
    await run.shows(/slow \(local-exec\): started/)
    run.kill(signal)
    return await run.exited
  }
  const direct = `tfsso exec -- '${findTerraform()}' ${directArguments(world)}`
  const signals = ['SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGKILL'] as const
  for (const signal of signals.slice(0, cases(signals.length)))
    t.deepEqual(await end(apply, signal), await end(direct, signal), signal)
})

function directArguments({ project }: World): string {
  const files = ['config/common', 'apps-prd/config/account', 'apps-prd/config/backend']
  const given = files.map((name) => `-var-file=""'${project}/${name}.tfvars'`)
  return `apply -auto-approve -no-color ${given.join(' ')}`
}

for (const [times, sent] of [
  ['once', '\x03'],
  ['twice', '\x03\x03'],
] as const) {
  const declare = times === 'once' ? test : testInLongForm
  declare(`login: Ctrl-C (${times}) ends the login and restores the terminal`, async (t) => {
    const { world, cwd } = await makeLayer(t, '', false)
    world.emulator.settings.approval = 'page'
    const line = `stty -a; trap : INT; ${apply}; echo "code $?"; stty -a`
    const run = world.terminal(line, { cwd })
    await run.shows(/Waiting for you/)
    const at = performance.now()
    run.write(sent)
    await run.shows(/code \d+/)
    t.true(performance.now() - at < 250 * nodeMs)
    await run.exited
    t.regex(run.screen, /code 130\r/)
    const [before, after] = run.screen.match(/speed [\s\S]*?(?=\r\n\S*\r\n|tfsso|$)/g) ?? []
    t.is(settingsOf(before), settingsOf(after))
    t.false(fs.existsSync(tokenFile(world)))
    world.emulator.settings.approval = 'automatic'
    const next = await world.inTerminal(apply, { cwd })
    t.is(next.exitCode, 0, next.screen)
  })
}

const settingsOf = (shown = '') =>
  shown.match(/-?(isig|icanon|echo|ixon|icrnl|opost)\b/g)?.join(' ')

for (const [signal, code] of [
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  const declare = signal === 'SIGHUP' ? test : testInLongForm
  declare(`login: ${signal} to the shim alone ends the shim and the login`, async (t) => {
    const { world, cwd } = await makeLayer(t, '', false)
    world.emulator.settings.approval = 'page'
    // The shim must not be the terminal's session leader. When a session leader ends, everything in its terminal gets
    // SIGHUP.
    const line = `sh -c 'echo "pid $$"; exec ${apply}'; echo "code $?"; sleep 3; ${apply}`
    const run = world.terminal(line, { cwd })
    await run.shows(/Waiting for you/)
    process.kill(Number(/pid (\d+)/.exec(run.screen)?.[1]), signal)
    await run.shows(new RegExp(`code ${code}`))
    // The next run works: the terminal and the lock are free.
    world.emulator.settings.approval = 'automatic'
    const { exitCode } = await run.exited
    t.is(exitCode, 0, run.screen)
    const after = run.screen.slice(run.screen.indexOf(`code ${code}`))
    t.notRegex(after, /waiting for the login/)
    t.is(after.match(/logging in to AWS/g)?.length, 1, after)
  })
}

test('apply continues after Ctrl-Z and fg', async (t) => {
  const { world, cwd } = await makeLayer(t, slowApply)
  const run = world.terminal('exec bash --norc -i', { cwd, env: { PS1: 'prompt> ' } })
  await run.shows(/prompt> $/)
  run.write(`${apply}; echo "code $?"\r`)
  await run.shows(/slow \(local-exec\): started/)
  run.write('\x1a')
  await run.shows(/Stopped/)
  run.write('fg\r')
  await run.shows(/Apply complete!/)
  await run.shows(/code \d+\r/)
  // bash runs the part after `;` when Ctrl-Z suspends the job, and not again when the job ends. So `echo` can't print
  // the job's exit code.
  run.write('exit\r')
  await run.exited
  t.pass()
})

test('a login continues after Ctrl-Z and fg', async (t) => {
  const { world, cwd } = await makeLayer(t, '', false)
  world.emulator.settings.approval = 'page'
  const run = world.terminal('exec bash --norc -i', { cwd, env: { PS1: 'prompt> ' } })
  await run.shows(/prompt> $/)
  run.write(`${apply}\r`)
  await run.shows(/Waiting for you/)
  run.write('\x1a')
  await run.shows(/Stopped/)
  run.write('fg\r')
  await run.shows(/Stopped[\s\S]*fg\r[\s\S]*Waiting for you/) // `fg` shows the line again at once, not after a minute
  const [url = ''] = /http:\S+user_code=[A-Z-]+/.exec(run.screen) ?? []
  await approve(url)
  await run.shows(/Apply complete!/)
  run.write('exit\r')
  await run.exited
  t.pass()
})

/** Answers as the page's Allow button does. */
async function approve(url: string): Promise<void> {
  const [, user_code = ''] = /user_code=([A-Z-]+)/.exec(url) ?? []
  const body = new URLSearchParams({ user_code, answer: 'allow' })
  const { ok } = await fetch(new URL('/device', url), { method: 'POST', body })
  if (!ok) throw new Error(`the page at ${url} took no answer`)
}

testInLongForm('terraform and its children see a window resize', async (t) => {
  const size = slowApply.replace(
    'echo started; sleep 5',
    'echo started; sleep 3; stty size </dev/tty',
  )
  const { world, cwd } = await makeLayer(t, size)
  const run = world.terminal(`exec ${apply}`, { cwd })
  await run.shows(/slow \(local-exec\): started/)
  run.resize(91, 33)
  t.is((await run.exited).exitCode, 0)
  t.regex(run.screen, /slow \(local-exec\): 33 91/)
})

test('a terraform in its own process group and without a terminal, as terraform-exec starts it, gets one SIGINT', async (t) => {
  const { world, cwd } = await makeLayer(t, slowApply)
  const child = spawn(
    'perl',
    [
      '-e',
      'setpgrp; exec @ARGV',
      path.join(world.prefix, 'shims/terraform'),
      ...apply.split(' ').slice(1),
    ],
    { cwd, env: world.env(), stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let shown = ''
  const exited = new Promise((resolve) => child.on('exit', resolve))
  let sent = false
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (data) => {
      shown += data
      if (!sent && shown.includes('local-exec): started')) sent = child.kill('SIGINT')
    })
  t.is(await exited, 1, shown)
  t.is(shown.match(/Interrupt received/g)?.length, 1, shown)
})

test('if terraform-exec starts a run without a session, the run says so, and the system does not suspend it', async (t) => {
  const { world, cwd } = await makeLayer(t, '', false)
  // The shim runs in a background process group. If it read from the terminal, the system would suspend it.
  const line = `perl -e 'setpgrp; exec @ARGV' terraform plan </dev/null 2>errors | cat; cat errors`
  const run = world.terminal(line, { cwd })
  await run.exited
  t.regex(run.screen, /no valid AWS SSO session/)
})

for (const state of ['cold', 'warm']) {
  const declare = state === 'cold' ? test : testInLongForm
  declare(
    `${state}: terraform gets the piped input, and closed descriptors do no harm`,
    async (t) => {
      const { world, cwd } = await makeLayer(t)
      const begin = () =>
        state === 'warm' ||
        fs.rmSync(path.join(world.home, '.cache/tfsso'), { recursive: true, force: true })
      begin()
      const applied = await world.run('sh', ['-c', 'yes yes | terraform apply -no-color'], { cwd })
      t.is(applied.exitCode, 0, applied.stderr)
      t.regex(applied.stdout, /Apply complete! Resources: 1 added/)
      begin()
      const console = await world.terraform(['console'], { cwd, input: 'var.project\n' })
      t.deepEqual([console.exitCode, console.stderr], [0, ''])
      // A slow terraform first prints that it takes the state's lock.
      t.regex(console.stdout, /(^|\n)"bb"\n/)
      for (const closed of ['<&-', '>&-', '2>&-', '<&- >&- 2>&-']) {
        begin()
        const plan = 'terraform plan -replace=terraform_data.this -detailed-exitcode -no-color'
        await world.run('sh', ['-c', `${plan} ${closed}; echo "code $?" >../code`], { cwd })
        t.is(fs.readFileSync(path.join(cwd, '../code'), 'utf8'), 'code 2\n', closed)
      }
    },
  )
}

test('if the reader of its output has gone, terraform ends as it does without the shim (SIGPIPE)', async (t) => {
  const { world, cwd } = await makeLayer(t)
  const line = `terraform show -json | head -c 1 >/dev/null; echo "\${PIPESTATUS[0]}"
    terraform version | exec true; tfsso exec -- "${findTerraform()}" show -json | head -c 1 >/dev/null; echo "\${PIPESTATUS[0]}"`
  const { stdout } = await world.run('bash', ['-c', line], { cwd })
  const [through, direct] = stdout.trim().split('\n')
  t.is(through, direct)
})
