import type { Environment } from '../support/places.ts'
import { hasBrowser, openBrowser } from './browser.ts'
import type { Invitation } from './device.ts'
import type { Session } from './session.ts'

export interface LoginDisplay {
  /** Shows where to answer, opens the browser where there is one, and that we wait. */
  invite(invitation: Invitation): void
  /** Ends the waiting line, whatever came out. */
  end(): void
}

/** Shows a login to the person on stderr; with `browser` it opens it, too. */
export function showLogin(
  session: Session,
  env: Environment,
  { browser = true } = {},
): LoginDisplay {
  const live = process.stderr.isTTY && env.TERM !== 'dumb'
  let timer: NodeJS.Timeout | undefined
  const clear = () => {
    if (live) process.stderr.write('\r\x1b[K')
  }
  return {
    invite({ url, code, validMs }) {
      const deadline = performance.now() + validMs
      const opens = browser && hasBrowser(env)
      process.stderr.write(
        `tfsso: logging in to AWS as session "${session.name}" at ${session.startUrl}\n` +
          `  ${opens ? 'Opening in your browser' : 'Open in a browser'}: ${url}\n` +
          `  Check that it shows the code: ${code}\n`,
      )
      if (opens) void openBrowser(url, env)
      const wait = () => {
        const minutes = Math.ceil(Math.max(0, deadline - performance.now()) / 60_000)
        return `  Waiting for you to allow it there (${minutes} min left, Ctrl-C to stop) …`
      }
      if (!live) process.stderr.write(`${wait()}\n`)
      else {
        process.stderr.write(wait())
        timer = setInterval(() => process.stderr.write(`\r\x1b[K${wait()}`), 1000)
        timer.unref()
        process.once('exit', clear)
      }
    },
    end() {
      if (timer) clear()
      clearInterval(timer)
      process.removeListener('exit', clear)
    },
  }
}
