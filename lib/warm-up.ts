import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/**
 * Makes grants and credentials in the sample project, with an embedded AWS, for nothing but that all that
 * takes part is compiled once: start.cjs then keeps the compiled code. In a directory that is removed
 * afterwards; needs no network but loopback. Prints what it makes.
 */
export async function warmUp(): Promise<void> {
  const { startEmulator } = await import('./emulator/server.ts')
  const { accounts, emulatedAws, layers, writeSampleProject } = await import('./demo/sample.ts')
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'tfsso-warm-up-')))
  const [project, home] = [path.join(root, 'project'), path.join(root, 'home')]
  writeSampleProject(project, { provider: false })
  fs.mkdirSync(home, { mode: 0o700 })
  const emulator = await startEmulator({ ...emulatedAws, approval: 'automatic', pollInterval: 0 })
  try {
    for (const name of Object.keys(process.env)) if (name !== 'PATH') delete process.env[name]
    Object.assign(process.env, emulator.env(), { HOME: home, TFSSO_PREFIX: '/tfsso' })
    const { startUrl, region } = emulator.settings
    await logIn(startUrl, region)

    // Tfvars are parsed by a process of its own, for which V8's flags are changed (project/hcl.ts): V8
    // takes compiled code only with the flags that it was made with.
    const layer = ['terraform', 'full', 'nobody', path.join(project, layers.dns)]
    const { execa } = await import('execa')
    await execa(process.execPath, [process.argv[1] ?? '', 'grant', ...layer])
    fs.rmSync(path.join(home, '.cache/tfsso/credentials'), { recursive: true })

    const { grant } = await import('./commands/grant.ts')
    // The first fetches, the second finds it all.
    for (let run = 0; run < 2; run++) await grant(layer)
    const { credentials } = await import('./commands/credentials.ts')
    const [{ id, role }] = accounts
    await credentials([id, role, 'bb', startUrl, region])
  } finally {
    await emulator.close()
    fs.rmSync(root, { recursive: true, force: true })
  }
}

async function logIn(startUrl: string, region: string): Promise<void> {
  const { Aws } = await import('./session/aws.ts')
  const { AwsClock } = await import('./support/aws-clock.ts')
  const { findPlaces } = await import('./support/places.ts')
  const { describeSession } = await import('./session/session.ts')
  const { logInByDevice } = await import('./session/device.ts')
  const { writeToken } = await import('./session/token.ts')
  const session = describeSession('bb', startUrl, region, findPlaces(process.env))
  // No place to keep the clock.
  const clock = new AwsClock('/dev/null')
  const token = await logInByDevice(new Aws(region, clock), clock, session, () => {})
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    fs.writeFileSync(file, text, { mode: 0o600 })
    return true
  }
  writeToken(session.tokenFile, token, { replace: write })
}
