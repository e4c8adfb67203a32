import fs from 'node:fs'
import path from 'node:path'
import { authorizeUrlOn } from '../rig/browser.ts'
import { chromium, openTab, needsChromium as test } from '../rig/chromium.ts'
import { temporary } from '../rig/install.ts'
import { secretsShown, tokenOf } from '../rig/token.ts'
import { until } from '../rig/until.ts'
import { makeWorld } from '../rig/world.ts'

test('PKCE with BROWSER: a real browser ends on tfsso’s page, and terraform starts', async (t) => {
  const world = await makeWorld(t)
  const directory = temporary('tfsso-browser-')
  const command = path.join(directory, 'browser')
  const dom = path.join(directory, 'dom')
  const [file, ...args] = chromium('--dump-dom')
  const words = [file, ...args].map((word) => `'${word}'`).join(' ')
  const script = `#!/bin/sh\n${words} "$1" >'${dom}.tmp' 2>/dev/null\nmv '${dom}.tmp' '${dom}'\n`
  fs.writeFileSync(command, script, { mode: 0o755 })
  const run = world.terminal('terraform plan', {
    cwd: world.layer('apps-prd/us-east-1/network'),
    env: { TFSSO_LOGIN: 'pkce', BROWSER: command },
  })
  t.is((await run.exited).exitCode, 0, run.screen)
  t.is(world.identity(world.lastStart().env), '222222222222 DevOpsPrd')
  await until(() => fs.existsSync(dom))
  const text = fs.readFileSync(dom, 'utf8')
  t.regex(text, /<h1>You are logged in<\/h1>/)
  t.true(text.includes('<dd>https://example.awsapps.com/start</dd>'))
})

test('PKCE: a person clicks Allow or Deny, and reads the result on tfsso’s page', async (t) => {
  const world = await makeWorld(t, { approval: 'page' })
  const run = world.terminal('tfsso login', { env: { TFSSO_LOGIN: 'pkce' } })
  await run.shows(/Waiting for you/)
  const tab = await openTab(t)
  await tab.colors('light')
  await tab.open(authorizeUrlOn(run.screen).url)
  await tab.heading('Allow access?')
  await tab.screenshot('authorize-light')
  await tab.click('Allow')
  await tab.heading('You are logged in')
  t.is((await run.exited).exitCode, 0, run.screen)
  t.truthy(tokenOf(world))
  const text = await tab.evaluate<string>('document.body.innerText')
  t.regex(text, /Session\s+bb\s+Start URL\s+https:\/\/example\.awsapps\.com\/start/)
  t.regex(text, /You can close this tab/)
  t.deepEqual(secretsShown(world, await tab.evaluate('document.documentElement.outerHTML')), [])
  await tab.screenshot('logged-in-light')
  const colors = () =>
    tab.evaluate<string>(
      '(({ color, backgroundColor }) => color + backgroundColor)(getComputedStyle(document.body))',
    )
  const light = await colors()
  t.is(light, 'rgb(0, 0, 0)rgb(255, 255, 255)', 'its style is in force')
  await tab.colors('dark')
  await tab.screenshot('logged-in-dark')
  t.is(await colors(), 'rgb(255, 255, 255)rgb(18, 18, 18)')

  const forced = world.terminal('tfsso login --force', { env: { TFSSO_LOGIN: 'pkce' } })
  await forced.shows(/Waiting for you/)
  await tab.open(authorizeUrlOn(forced.screen).url)
  await tab.heading('Allow access?')
  await tab.screenshot('authorize-dark')
  await tab.click('Deny')
  await tab.heading('The login was denied')
  await tab.screenshot('denied-dark')
  await tab.colors('light')
  await tab.screenshot('denied-light')
  t.is((await forced.exited).exitCode, 77)
  t.regex(forced.screen, /was denied/)
  t.deepEqual(tab.complaints, [])
})

test('device authorization: a person clicks Allow or Deny', async (t) => {
  const tab = await openTab(t)
  for (const [choice, heading, code] of [
    ['Allow', 'Request approved', 0],
    ['Deny', 'Request denied', 77],
  ] as const) {
    const world = await makeWorld(t, { approval: 'page' })
    const run = world.terminal('tfsso login --device')
    await run.shows(/Waiting for you/)
    const [url = '', userCode = ''] = /http\S+user_code=([A-Z-]+)/.exec(run.screen) ?? []
    const scheme = choice === 'Allow' ? 'light' : 'dark'
    await tab.colors(scheme)
    await tab.open(url)
    await tab.heading('Allow access?')
    t.true((await tab.evaluate<string>('document.body.innerText')).includes(userCode))
    await tab.screenshot(`device-${scheme}`)
    await tab.click(choice)
    await tab.heading(heading)
    await tab.screenshot(`device-answered-${scheme}`)
    t.is((await run.exited).exitCode, code, run.screen)
    t.is(tokenOf(world) !== undefined, code === 0)
  }
  t.deepEqual(tab.complaints, [])
})
