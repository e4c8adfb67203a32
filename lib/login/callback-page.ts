import { createHash } from 'node:crypto'
import type { Session } from '../session/session.ts'
import { escapeMarkup } from '../text/markup.ts'

export type PageSession = Pick<Session, 'name' | 'startUrl'>

export type PageKind =
  | 'logged in'
  | 'denied'
  | 'failed'
  | 'stray'
  | 'answered'
  | 'not found'
  | 'wrong method'
  | 'wrong host'
  | 'another user'

export interface Page {
  status: number
  headers: Record<string, string>
  body: string
}

/** the browser's own colors and fonts, light or dark as the person prefers */
const style = `
:root { color-scheme: light dark }
body { font: 1.1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 12vh auto; padding: 0 1rem;
  background: Canvas; color: CanvasText }
h1 { font-size: 1.6rem; line-height: 1.2 }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; padding: .8rem 1rem;
  border: 1px solid #888; border-radius: .4rem }
dd { margin: 0; overflow-wrap: anywhere; font-weight: 600 }
code { font-family: ui-monospace, monospace }
`

const closeTab = 'You can close this tab and go back to your terminal.'
const tryAgain =
  'To try again, run <code>tfsso login</code> in your terminal. You can close this tab.'

/** `text` is markup. `about`: the page also names the session. */
const pages: Record<PageKind, { status: number; title: string; text: string[]; about?: true }> = {
  'logged in': {
    status: 200,
    title: 'You are logged in',
    text: ['tfsso can use your AWS accounts now.', closeTab],
    about: true,
  },
  denied: {
    status: 200,
    title: 'The login was denied',
    text: ['Access was not granted.', tryAgain],
    about: true,
  },
  failed: {
    status: 200,
    title: 'The login failed',
    text: ['Access was not granted. Your terminal says why.', tryAgain],
    about: true,
  },
  stray: {
    status: 400,
    title: 'This link belongs to a different login',
    text: [
      'Open the address that your terminal shows. The address of an earlier login does not work.',
      'If AWS has denied the login, press Ctrl-C in your terminal. You can close this tab.',
    ],
  },
  answered: {
    status: 410,
    title: 'This login has already been answered',
    text: ['Your terminal shows the result. You can close this tab.'],
  },
  'not found': { status: 404, title: 'Not found', text: ['There is nothing here.'] },
  'wrong method': {
    status: 405,
    title: 'Not allowed',
    text: ['Only GET requests are answered here.'],
  },
  'another user': {
    status: 403,
    title: 'This browser might belong to another user',
    text: [
      'tfsso could not verify that this browser belongs to the user who is logging in, so tfsso did not accept the login.',
      'If you have just logged in: copy the address of this page from the address bar, paste it into the terminal that waits, and press Enter.',
    ],
  },
  'wrong host': {
    status: 403,
    title: 'Not allowed',
    text: ['Only requests to 127.0.0.1 are answered here.'],
  },
}

const policy =
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; ` +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** The page has no script, and no text from the request. */
export function callbackPage(kind: PageKind, session: PageSession): Page {
  const { status, title, text, about } = pages[kind]
  const whose = about
    ? `<dl><dt>Session</dt><dd>${escapeMarkup(session.name)}</dd><dt>Start URL</dt><dd>${escapeMarkup(session.startUrl)}</dd></dl>\n`
    : ''
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      ...(kind === 'wrong method' ? { allow: 'GET' } : {}),
    },
    body: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · tfsso</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${whose}${text.map((line) => `<p>${line}</p>\n`).join('')}</main>
</body>
</html>
`,
  }
}
