import test from 'ava'
import { consentPage, resultPage } from '../page.ts'
import { emulatorFor, startLogin } from './rig.ts'

test('no text that a page shows can become markup', (t) => {
  const hostile = `"><script>alert('x')</script>&`
  const { body, headers } = consentPage({
    clientName: hostile,
    action: hostile,
    field: { name: hostile, value: hostile },
    userCode: hostile,
  })
  t.notRegex(String(body), /<script|alert\('/)
  t.notRegex(String(resultPage(hostile, hostile).body), /<script|alert\('/)
  t.regex(headers['content-security-policy'] ?? '', /default-src 'none'/)
})

test('a person allows or denies a device login on the page', async (t) => {
  const emulator = await emulatorFor(t, { approval: 'page' })
  const answerWith = (user_code: string, answer: string) =>
    fetch(`${emulator.url}/device`, {
      method: 'POST',
      body: new URLSearchParams({ user_code, answer }),
    })

  const first = await startLogin(emulator)
  const { userCode = '', verificationUriComplete = '' } = first.login
  const asked = await fetch(verificationUriComplete)
  const html = await asked.text()
  t.is(asked.status, 200)
  t.regex(asked.headers.get('content-type') ?? '', /^text\/html; charset=utf-8/)
  t.true(html.includes(userCode))
  t.true(html.includes('<strong>tests</strong>'))
  await t.throwsAsync(first.poll(), { name: 'AuthorizationPendingException' })
  t.regex(await (await answerWith(userCode, 'allow')).text(), /approved/)
  t.truthy((await first.poll()).accessToken)
  t.regex(await (await answerWith(userCode, 'deny')).text(), /approved/)
  t.regex(await (await fetch(verificationUriComplete)).text(), /approved/)

  const second = await startLogin(emulator)
  t.regex(await (await answerWith(second.login.userCode ?? '', 'deny')).text(), /denied/)
  await t.throwsAsync(second.poll(), { name: 'AccessDeniedException' })
})

test('the page refuses an unknown code', async (t) => {
  const emulator = await emulatorFor(t, { approval: 'page' })
  t.is((await fetch(`${emulator.url}/device`)).status, 200)
  const answer = await fetch(`${emulator.url}/device?user_code=%3Cb%3E`)
  t.is(answer.status, 400)
  t.false((await answer.text()).includes('<b>'))
  const typed = await startLogin(emulator)
  const lower = typed.login.userCode?.toLowerCase()
  t.is((await fetch(`${emulator.url}/device?user_code=%20${lower}`)).status, 200)
})
