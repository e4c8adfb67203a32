import { escapeMarkup } from '../lib/text/markup.ts'
import type { Answer } from './http-message.ts'

const style = `
:root { color-scheme: light dark; --line: #8888; --accent: #0a58ca; }
@media (prefers-color-scheme: dark) { :root { --accent: #6ea8fe; } }
body { font: 1.05rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 12vh auto; padding: 0 1rem }
h1 { font-size: 1.4rem }
.code { font: 700 2rem/1.2 ui-monospace, monospace; letter-spacing: .1em }
button, input { font: inherit; padding: .5rem 1.2rem; border: 1px solid var(--line); border-radius: .4rem }
button { margin-right: .5rem; cursor: pointer }
button.main { background: var(--accent); color: Canvas; border-color: var(--accent) }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
footer { margin-top: 3rem; opacity: .75; font-size: .85rem }`

/**
 * Some browsers also apply form-action to redirects after the post. A login can end with a redirect to any port of
 * 127.0.0.1, so the policy allows them all.
 */
const policy =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; " +
  "form-action 'self' http://127.0.0.1:*"

export function consentPage(ask: {
  clientName: string
  action: string
  /** Identifies the login. */
  field: { name: string; value: string }
  userCode?: string
}): Answer {
  const code = ask.userCode
    ? '<p>Allow only if your terminal shows this very code:</p>' +
      `<p class="code">${escapeMarkup(ask.userCode)}</p>`
    : ''
  return page(
    'Allow access?',
    `<p><strong>${escapeMarkup(ask.clientName)}</strong> asks to use your AWS accounts.</p>${code}
<form method="post" action="${escapeMarkup(ask.action)}">
<input type="hidden" name="${escapeMarkup(ask.field.name)}" value="${escapeMarkup(ask.field.value)}">
<button class="main" name="answer" value="allow">Allow</button>
<button name="answer" value="deny">Deny</button>
</form>`,
  )
}

/** `note` says why the entered code was refused. */
export function codePage(note = ''): Answer {
  return page(
    'Sign in on this device',
    `${note && `<p role="alert">${escapeMarkup(note)}</p>`}
<form method="get" action="/device">
<p><label for="user_code">The code that your terminal shows</label></p>
<p><input id="user_code" name="user_code" autocomplete="off" autocapitalize="characters" required></p>
<button class="main">Continue</button>
</form>`,
    note ? 400 : 200,
  )
}

export function resultPage(title: string, text: string, status = 200): Answer {
  return page(title, `<p role="status">${escapeMarkup(text)}</p>`, status)
}

function page(title: string, content: string, status = 200): Answer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeMarkup(title)}</h1>
${content}
</main>
<footer>An emulated AWS on this computer. No real account is behind it.</footer>
</body>
</html>
`,
  }
}
