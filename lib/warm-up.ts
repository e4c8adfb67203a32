/**
 * Fetches role credentials from an embedded AWS, for nothing but that all that takes part is compiled
 * once: start.cjs then keeps the compiled code. Needs no network but loopback.
 */
export async function warmUp(): Promise<void> {
  await import('./commands/grant.ts')
  const { startEmulator } = await import('./emulator/server.ts')
  const { accounts, emulatedAws } = await import('./demo/sample.ts')
  const { Aws } = await import('./session/aws.ts')
  const { AwsClock } = await import('./support/aws-clock.ts')
  const { logInByDevice } = await import('./session/device.ts')
  const { getRoleCredentials } = await import('./credentials/portal.ts')

  const emulator = await startEmulator({ ...emulatedAws, approval: 'automatic', pollInterval: 0 })
  Object.assign(process.env, emulator.env())
  // No place to keep anything.
  const clock = new AwsClock('/dev/null')
  const { startUrl, region } = emulator.settings
  const session = {
    name: 'warm-up',
    startUrl,
    region,
    tokenFile: '',
    legacyTokenFile: '',
    lock: '',
  }
  const aws = new Aws(region, clock)
  const token = await logInByDevice(aws, clock, session, () => {})
  const [{ name, id, role }] = accounts
  await getRoleCredentials(aws, clock, token, { account: name, accountId: id }, role)
  await emulator.close()
}
