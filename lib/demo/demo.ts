import fs from 'node:fs'
import path from 'node:path'
import { type Emulator, startEmulator } from '../../emulator/server.ts'
import { makeTemporaryDirectory } from '../files/temporary-directory.ts'
import { demoEnvironment } from './environment.ts'
import { Narrator } from './narrator.ts'
import { findProviderMirror, type ProviderMirror, writeMirrorConfig } from './provider-mirror.ts'
import { findShownTool, type ShownTool } from './real-tool.ts'
import { accounts, emulatedAws, writeSampleProject } from './sample.ts'
import { runShell, shellIntroduction } from './shell.ts'
import { placeStandIn } from './stand-in.ts'
import { tour } from './tour.ts'

export interface DemoOptions {
  /** the installation that the demo uses */
  prefix: string
  /** whether the person, not the emulator, answers the login */
  browser: boolean
  /** start a shell in the project instead of the tour */
  shell: boolean
  /** logs in for the project of the current directory */
  logIn: (env: Record<string, string>) => Promise<unknown>
}

/** Shows tfsso with the emulated AWS, in a directory that is removed afterwards. Returns 0. */
export async function runDemo(options: DemoOptions): Promise<number> {
  const root = fs.realpathSync(makeTemporaryDirectory('tfsso-demo-'))
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

/**
 * Removes the directory repeatedly, for up to 2 s, until it has stayed away for 100 ms. After Ctrl-C, a child process
 * that has not ended yet might still write into it.
 */
function removeUntilItStaysAway(root: string): void {
  for (let [look, quiet] = [0, 0]; look < 100 && quiet < 5; look++) {
    quiet = fs.existsSync(root) ? 0 : quiet + 1
    try {
      fs.rmSync(root, { recursive: true, force: true })
    } catch {
      // A child probably wrote into a directory that had just been emptied.
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
  }
}

async function show(root: string, emulator: Emulator, options: DemoOptions): Promise<void> {
  const { prefix, browser, shell, logIn } = options
  const shown = findShownTool(process.env, prefix)
  const { tool, program } = shown
  const mirror = program ? await findProviderMirror(process.env) : undefined
  const home = path.join(root, 'home')
  const standIns = path.join(root, 'stand-in')
  fs.mkdirSync(home)
  if (!program) placeStandIn(standIns, tool)
  const env = {
    ...demoEnvironment(process.env, { home, prefix, browser, after: program ? [] : [standIns] }),
    ...emulator.env(),
    ...(mirror ? { TF_CLI_CONFIG_FILE: writeMirrorConfig(mirror, root) } : {}),
  }
  const project = path.join(root, 'le-tf-infra')
  writeSampleProject(project, { tool, provider: mirror?.source })
  const narrator = new Narrator(env)

  narrator.say('tfsso demo: a sample project with an emulation of AWS')
  narrator.say(`  ${accounts.map(({ name, id, role }) => `${name} ${id} as ${role}`).join(', ')}`)
  narrator.say(`  ${describeTool(shown, mirror)}`)
  narrator.say(
    `\nOne login for all accounts${browser ? '' : ' (the demo answers the login itself)'}`,
  )
  process.chdir(project)
  await logIn(env)
  if (shell) {
    narrator.say(shellIntroduction(tool))
    await runShell(project, env)
    narrator.say('The shell has ended. Everything is removed now.')
    return
  }
  await tour(project, { narrator, emulator, shown, prefix })
  narrator.say(
    `\nDone: ${emulator.count('StartDeviceAuthorization')} login, ${emulator.count('GetRoleCredentials')} sets of role credentials` +
      `${browser ? '' : ', no browser opened'}. Everything is removed now.`,
  )
}

function describeTool({ tool, program }: ShownTool, mirror: ProviderMirror | undefined): string {
  if (!program)
    return 'There is no terraform or tofu on PATH. A stand-in shows what tfsso would start it with.'
  const provider = mirror
    ? `AWS provider: ${mirror.directory}`
    : 'no AWS provider is installed, so remote states show the profiles'
  return `${tool}: ${program}, ${provider}`
}
