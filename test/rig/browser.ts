import fs from 'node:fs'
import path from 'node:path'
import { temporary } from './install.ts'
import { until } from './until.ts'

/** The page that a browser ended on. */
export interface Ending {
  url: string
  status: number
  body: string
}

/**
 * Makes a program for the variable BROWSER. The program follows redirects, as a browser does if nobody clicks. `ended`
 * waits for the first page, because a login can end before the program has read it.
 */
export function followingBrowser(): {
  command: string
  endings(): Ending[]
  ended(): Promise<Ending | undefined>
} {
  // tfsso splits BROWSER at spaces, so this name must have none.
  const directory = temporary('tfsso-browser-')
  const command = path.join(directory, 'browser')
  const notes = path.join(directory, 'ended')
  const program = path.join(directory, 'follow.mjs')
  fs.writeFileSync(
    program,
    `import fs from 'node:fs'
const answer = await fetch(process.argv[2])
const { url, status } = answer
fs.appendFileSync(${JSON.stringify(notes)}, JSON.stringify({ url, status, body: await answer.text() }) + '\\n')
`,
  )
  const script = `#!/bin/sh\nexec '${process.execPath}' '${program}' "$1"\n`
  fs.writeFileSync(command, script, { mode: 0o755 })
  const endings = () =>
    fs.existsSync(notes)
      ? fs
          .readFileSync(notes, 'utf8')
          .split('\n')
          .slice(0, -1) // the last line can be half written
          .map((line) => JSON.parse(line))
      : []
  const ended = async () => {
    await until(() => endings().length > 0)
    return endings()[0]
  }
  return { command, endings, ended }
}

/** Finds and parses the address of a PKCE login on a screen. */
export function authorizeUrlOn(screen: string) {
  const [shown = ''] = /http:\/\/127\.0\.0\.1:\d+\/authorize\?\S+/.exec(screen) ?? []
  const { searchParams } = new URL(shown)
  const redirectUri = searchParams.get('redirect_uri') ?? ''
  const state = searchParams.get('state') ?? ''
  /** the address to which AWS would send the browser */
  const callback = (parameters: Record<string, string>) =>
    `${redirectUri}?${new URLSearchParams({ state, ...parameters })}`
  return { url: shown, query: Object.fromEntries(searchParams), redirectUri, state, callback }
}

/** Returns the address to which the emulator redirects a browser if the emulator answers logins itself. */
export async function redirectOf(url: string): Promise<string> {
  const answer = await fetch(url, { redirect: 'manual' })
  return answer.headers.get('location') ?? ''
}
