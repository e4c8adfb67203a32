import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/**
 * Runs the code that shims wait for, so that `cli` (start.cjs) can store it compiled. The run uses a temporary
 * directory, an emulated AWS, and no network except loopback. Replaces this process's environment, except PATH.
 */
export async function warmUp(cli: string): Promise<void> {
  const { startEmulator } = await import('../../emulator/server.ts')
  const { accounts, emulatedAws, layers, writeSampleProject } = await import('../demo/sample.ts')
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'tfsso-warm-up-')))
  const [project, home] = [path.join(root, 'project'), path.join(root, 'home')]
  writeSampleProject(project)
  fs.mkdirSync(home, { mode: 0o700 })
  const emulator = await startEmulator({
    ...emulatedAws,
    approval: 'automatic',
    pollInterval: 0.01,
  })
  try {
    for (const name of Object.keys(process.env)) if (name !== 'PATH') delete process.env[name]
    Object.assign(process.env, emulator.env(), { HOME: home, TFSSO_PREFIX: '/tfsso' })
    const { startUrl, region } = emulator.settings
    await logIn(startUrl, region, { expiresInMs: 3600_000 })

    // Let only a second process store compiled code. Parsing tfvars in the first process changes V8's flags
    // (project/hcl.ts). V8 accepts stored code only if V8's flags are the same as when the code was compiled.
    const { execa } = await import('execa')
    const flags = process.execArgv
    const grant = ['grant', 'terraform', 'full', 'nobody', path.join(project, layers.dns)]
    await execa(process.execPath, [...flags, cli, ...grant])
    fs.rmSync(path.join(home, '.cache/tfsso/credentials'), { recursive: true })
    // The second process finds the parsed tfvars. Let its token expire soon, so that this process also runs the code
    // for a refresh.
    await logIn(startUrl, region, { expiresInMs: 60_000 })
    const [{ id, role }] = accounts
    const credentials = ['credentials', id, role, 'bb', startUrl, region]
    const commands = JSON.stringify([grant, grant, credentials])
    await execa(process.execPath, [...flags, cli, '--keep-compiled', commands])
  } finally {
    await emulator.close()
    fs.rmSync(root, { recursive: true, force: true })
  }
}

async function logIn(
  startUrl: string,
  region: string,
  { expiresInMs }: { expiresInMs: number },
): Promise<void> {
  const { Aws } = await import('../aws/clients.ts')
  const { AwsClock } = await import('../aws/clock.ts')
  const { findPlaces } = await import('../files/user-paths.ts')
  const { describeSession } = await import('../session/session.ts')
  const { logInByDevice } = await import('../login/device.ts')
  const { formatExpiry, writeToken } = await import('../session/token.ts')
  const session = describeSession('bb', startUrl, region, findPlaces(process.env))
  // With /dev/null the clock stores nothing.
  const clock = new AwsClock('/dev/null')
  const { env } = process
  const aws = new Aws(region, clock, { env })
  const token = await logInByDevice(aws, clock, session, { env, invite: () => {} })
  const write = (file: string, text: string) => {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    fs.writeFileSync(file, text, { mode: 0o600 })
    return true
  }
  const expiresAt = formatExpiry(Date.now() + expiresInMs)
  writeToken(session.tokenFile, { ...token, expiresAt }, { replace: write })
}
