import http from 'node:http'
import test, { type ExecutionContext } from 'ava'
import { authorizeUrlOn, followingBrowser, redirectOf } from '../rig/browser.ts'
import { nodeMs } from '../rig/limits.ts'
import { secretsShown, tokenOf } from '../rig/token.ts'
import { until } from '../rig/until.ts'
import { makeWorld, type WorldOptions } from '../rig/world.ts'

/** Starts a run whose login waits: no browser answers. */
async function waitingLogin(t: ExecutionContext, options: WorldOptions = {}) {
  const world = await makeWorld(t, options)
  const cwd = world.layer('apps-prd/us-east-1/network')
  const run = world.terminal('terraform plan', { cwd, env: { TFSSO_LOGIN: 'pkce' } })
  await run.shows(/Waiting for you/)
  return { world, run, ...authorizeUrlOn(run.screen) }
}

/** Sends the Host header in `options`, which fetch would not send. Returns the status of the answer. */
function statusOf(url: string, options: http.RequestOptions): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    http
      .request(url, options, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
      .on('error', reject)
      .end()
  })
}

test('a login accepts only its own answer, and accepts it only once', async (t) => {
  const { world, run, url, redirectUri, callback } = await waitingLogin(t)
  const good = callback({ code: 'forged' })
  const { port, origin } = new URL(redirectUri)
  const status = async (address: string, init?: RequestInit) => (await fetch(address, init)).status

  t.is(await status(`${origin}/`), 404)
  t.is(await status(`${origin}/favicon.ico`), 404)
  t.is(await status(`${good.replace('/callback', '/callback/')}`), 404)
  t.is(await status(`${good.replace('/oauth/', '//oauth/')}`), 404)
  for (const method of ['POST', 'HEAD', 'PUT', 'OPTIONS']) {
    const answer = await fetch(good, { method })
    t.is(answer.status, 405)
    t.is(answer.headers.get('allow'), 'GET')
  }
  for (const host of [`localhost:${port}`, `evil.example.com:${port}`, '127.0.0.1', 'x'])
    t.is(await statusOf(good, { headers: { host } }), 403, host)
  for (const query of [
    '',
    '?code=forged',
    '?code=forged&state=',
    '?code=forged&state=0b9d7a1e-7d9c-4a8e-9f0a-3c1f0f2f6f5e',
    '?error=access_denied',
    '?error=access_denied&state=%3Cscript%3Ealert(1)%3C/script%3E',
  ]) {
    const answer = await fetch(`${redirectUri}${query}`)
    t.is(answer.status, 400, query)
    const body = await answer.text()
    t.regex(body, /belongs to a different login/)
    t.notRegex(body, /script>|forged|access_denied/)
  }
  if (process.platform === 'linux')
    await t.throwsAsync(fetch(`http://127.0.0.2:${port}/`), undefined, 'on 127.0.0.1 only')
  t.is(world.emulator.count('CreateToken'), 0, 'it still waits')

  // The browser's second answer arrives while AWS redeems the code of the first. AWS's delay must be less than 10 s:
  // after 10 s, tfsso sends its request to AWS again.
  world.emulator.fault({ operation: 'CreateToken', delayMs: Math.min(6_000, 40 * nodeMs) })
  const first = fetch(await redirectOf(url))
  await until(() => world.emulator.count('CreateToken') > 0)
  const second = await fetch(good)
  t.is(second.status, 410)
  t.regex(await second.text(), /already been answered/)
  t.is((await first).status, 200)
  t.regex(await (await first).text(), /You are logged in/)
  t.is((await run.exited).exitCode, 0, run.screen)
  t.is(world.emulator.count('CreateToken'), 1)
  t.deepEqual(secretsShown(world, run.screen), [])
  await t.throwsAsync(fetch(good), undefined, 'nothing listens any more')
})

test('a run whose login is denied exits with 77, and the page says what to do', async (t) => {
  const world = await makeWorld(t, { approval: 'deny' })
  const browser = followingBrowser()
  const env = { TFSSO_LOGIN: 'pkce', BROWSER: browser.command }
  const { exitCode, screen } = await world.inTerminal('tfsso login', { env })
  t.is(exitCode, 77, screen)
  t.regex(screen, /The login at https:\/\/example\.awsapps\.com\/start was denied\./)
  const ending = await browser.ended()
  t.regex(ending?.body ?? '', /<h1>The login was denied<\/h1>/)
  t.regex(ending?.body ?? '', /run <code>tfsso login<\/code> in your terminal/)
  t.is(world.emulator.count('CreateToken'), 0)
  t.is(tokenOf(world), undefined)
})

for (const [what, answer, message] of [
  [
    'an error of OAuth',
    { error: 'invalid_scope', error_description: '<b>' },
    /failed \(invalid_scope\)/,
  ],
  ['a code that is not AWS’s', { code: 'forged' }, /failed \(InvalidGrantException\)/],
] as const) {
  test(`after ${what} in the answer the run exits with 77, and the page does not show the answer`, async (t) => {
    const { world, run, callback } = await waitingLogin(t)
    const page = await fetch(callback(answer))
    const body = await page.text()
    t.is(page.status, 200)
    t.regex(body, /<h1>The login failed<\/h1>/)
    t.notRegex(body, /script>|<b>|forged|invalid_scope/)
    t.is((await run.exited).exitCode, 77)
    t.regex(run.screen, message)
    t.deepEqual(world.starts(), [])
    t.is(tokenOf(world), undefined)
  })
}

for (const operation of ['RegisterClient', 'CreateToken']) {
  test(`login exits with 69 if AWS fails at ${operation}`, async (t) => {
    const world = await makeWorld(t)
    world.emulator.fault({ operation, times: 9, status: 503 })
    const browser = followingBrowser()
    const env = { TFSSO_LOGIN: 'pkce', BROWSER: browser.command }
    const { exitCode, screen } = await world.inTerminal('tfsso login', { env })
    t.is(exitCode, 69, screen)
    t.regex(screen, /AWS answered 503/)
    if (operation === 'RegisterClient') t.deepEqual(browser.endings(), [])
    else t.regex((await browser.ended())?.body ?? '', /<h1>The login failed<\/h1>/)
  })
}

test('login exits with 78 at a start URL that AWS does not know', async (t) => {
  const world = await makeWorld(t, { startUrl: 'https://other.awsapps.com/start' })
  const env = { TFSSO_LOGIN: 'pkce' }
  const { exitCode, screen } = await world.inTerminal('tfsso login', { env })
  t.is(exitCode, 78, screen)
  t.regex(screen, /does not know the start URL https:\/\/example/)
})
