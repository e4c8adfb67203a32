import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { type Emulator, startEmulator } from '../../emulator/server.ts'
import { exitCode, Problem } from '../text/problem.ts'
import { demoEnvironment, findProgram } from './environment.ts'
import { Narrator } from './narrator.ts'
import { findProviderMirror, writeMirrorConfig } from './provider-mirror.ts'
import { accounts, emulatedAws, layers, writeSampleProject } from './sample.ts'
import { placeStandIn } from './stand-in.ts'

export interface DemoOptions {
  /** the installation whose shims are shown */
  prefix: string
  /** the person answers the login on the emulator's page */
  browser: boolean
  /** logs in for the project that the process is in */
  logIn: (env: Record<string, string>) => Promise<unknown>
}

/** Shows the main job on the embedded AWS in a directory that is thrown away. Gives the exit code. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'tfsso-demo-')))
  const remove = () => fs.rmSync(root, { recursive: true, force: true })
  const interrupted = () => removeUntilItStaysAway(root)
  process.once('exit', interrupted)
  const emulator = await startEmulator({
    ...emulatedAws,
    approval: options.browser ? 'page' : 'automatic',
  })
  try {
    await show(root, emulator, options)
    return 0
  } finally {
    await emulator.close()
    remove()
    process.removeListener('exit', interrupted)
  }
}

/** What Ctrl-C ends beside us may write until it has ended: looks for 100 ms, and for 2 s at most. */
function removeUntilItStaysAway(root: string): void {
  for (let [look, quiet] = [0, 0]; look < 100 && quiet < 5; look++) {
    quiet = fs.existsSync(root) ? 0 : quiet + 1
    try {
      fs.rmSync(root, { recursive: true, force: true })
    } catch {
      // something came into a directory that was empty
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
  }
}

async function show(root: string, emulator: Emulator, options: DemoOptions): Promise<void> {
  const { prefix, browser, logIn } = options
  const search = process.env.PATH ?? ''
  const real = findProgram('terraform', search, prefix)
  const mirror = real && (await findProviderMirror(process.env))
  const home = path.join(root, 'home')
  const standIns = path.join(root, 'stand-in')
  fs.mkdirSync(home)
  if (!real) placeStandIn(standIns)
  const env = {
    ...demoEnvironment(process.env, { home, prefix, after: real ? [] : [standIns] }),
    ...emulator.env(),
    ...(mirror ? { TF_CLI_CONFIG_FILE: writeMirrorConfig(mirror, root) } : {}),
  }
  const project = path.join(root, 'le-tf-infra')
  writeSampleProject(project, { provider: mirror !== undefined })
  const narrator = new Narrator(env)
  const at = (layer: string) => path.join(project, layer)

  narrator.say('tfsso demo: a sample project on an AWS that runs in this process')
  narrator.say(`  ${accounts.map(({ name, id, role }) => `${name} ${id} as ${role}`).join(', ')}`)
  narrator.say(
    real
      ? `  terraform: ${real}${mirror ? `, AWS provider: ${mirror.directory}` : ', no AWS provider at hand: remote states show the profiles'}`
      : '  There is no terraform on PATH. A stand-in shows what it would be started with.',
  )

  narrator.say(
    `\nOne login for all accounts${browser ? '' : ' (the embedded AWS answers it itself)'}`,
  )
  process.chdir(project)
  await logIn(env)

  narrator.say('\nPlain terraform in each layer, with nothing set up')
  const seen = real ? /^(Plan:|Apply complete)/ : /^( |terraform)/
  for (const layer of [layers.dns, layers.audit, layers.database]) {
    narrator.say(`  ${layer}/`)
    await narrator.run(at(layer), 'terraform init -input=false', real ? undefined : seen)
    await narrator.run(at(layer), 'terraform plan -input=false', seen)
    await narrator.run(at(layer), 'terraform apply -input=false -auto-approve', seen)
  }
  const output = await narrator.run(at(layers.database), 'terraform output -json', undefined)
  if (real) showOutput(narrator, output)

  if (real) {
    narrator.say('\nThe states in S3, and who wrote them')
    showStates(narrator, emulator)
  }

  if (findProgram('make', search, prefix)) {
    narrator.say('\nThe same by make, all layers at once')
    await narrator.run(project, 'make -s -j3', /: done$/)
  }

  narrator.say('\nWhere am I?')
  await narrator.run(at(layers.database), 'tfsso status', /./)
  narrator.say('\nAnd out')
  await narrator.run(project, 'tfsso logout', /./)
  narrator.say(
    `\nDone: ${emulator.count('StartDeviceAuthorization')} login, ${emulator.count('GetRoleCredentials')} sets of role credentials` +
      `${browser ? '' : ', no browser opened'}. All of it is removed now.`,
  )
}

function showOutput(narrator: Narrator, json: string): void {
  for (const [name, { value }] of Object.entries<{ value: unknown }>(JSON.parse(json)))
    narrator.say(`      ${name} = ${JSON.stringify(value)}`)
}

/** Each state with the role that wrote it; the wrong account would end the demo. */
function showStates(narrator: Narrator, emulator: Emulator): void {
  for (const { bucket, key, accountId, role } of emulator.objects) {
    const owner = accounts.find(({ id }) => id === emulator.settings.buckets[bucket])
    if (owner?.id !== accountId || owner.role !== role)
      throw new Problem(exitCode.failure, `${bucket}/${key} was written by ${accountId} ${role}`)
    narrator.say(`  s3://${bucket}/${key}\n      by ${owner.name} (${accountId}) as ${role}`)
  }
}
