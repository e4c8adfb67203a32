import type { Environment } from '../files/user-paths.ts'
import type { Session } from '../session/session.ts'
import { isInForeground } from '../terminal/foreground.ts'
import { lightOnDark, linked, painter, wantsColors } from '../terminal/paint.ts'
import { fitTo } from '../terminal/say.ts'
import { formatDuration } from '../text/time.ts'
import { hasBrowser, openBrowser } from './browser.ts'
import { tellTerminal } from './own-terminal.ts'

export interface Invitation {
  url: string
  /** for a device authorization: the code that the page must show */
  code?: string
  /** how long the person has */
  validMs: number
}

export interface LoginDisplay {
  invite(invitation: Invitation): void
  /** Prints a message above the line that says that tfsso is waiting. */
  note(text: string): void
  /** Called after success and failure. */
  end(): void
}

interface Showing {
  browser?: boolean
  canPaste?: () => boolean
  /** renders the address as a QR code */
  renderQr?: ((url: string) => string) | undefined
}

/**
 * Shows a login on stderr and, if stderr is not a terminal, also on the person's terminal. `canPaste`: whether the
 * person can paste the address of the browser's last page into this terminal.
 */
export function showLogin(
  session: Session,
  env: Environment,
  { browser = true, canPaste = () => false, renderQr }: Showing = {},
): LoginDisplay {
  const live = process.stderr.isTTY && env.TERM !== 'dumb'
  let timer: NodeJS.Timeout | undefined
  /** empty while tfsso is not waiting */
  let waiting = () => ''
  const clear = () => {
    if (live) process.stderr.write('\r\x1b[K')
  }
  const note = (text: string) => {
    clear()
    process.stderr.write(`  ${text}\n${live ? waiting() : ''}`)
  }
  let shown = ''
  const showWaiting = () => {
    shown = waiting()
    clear()
    process.stderr.write(shown)
  }
  // After Ctrl-Z and `fg`, the waiting line is somewhere above, so show it again. After `bg`, the shell uses the
  // terminal, so show nothing.
  const showAgain = () => {
    if (isInForeground() !== false) showWaiting()
  }
  return {
    invite({ url, code, validMs }) {
      const deadline = performance.now() + validMs
      const opens = browser && hasBrowser(env)
      const describe = (rich: boolean) =>
        [
          `tfsso: logging in to AWS as session "${session.name}" at ${session.startUrl}`,
          ...(renderQr ? [lightOnDark(renderQr(url), rich)] : []),
          `  ${opens ? 'Opening in your browser' : 'Open in a browser'}: ${linked(url, rich)}`,
          ...(code === undefined
            ? []
            : [`  Check that the page shows the code: ${painter(rich)('bold', code)}`]),
          ...(canPaste() ? ['  If the last page does not load, paste its address here.'] : []),
          '',
        ].join('\n')
      const text = describe(wantsColors(process.stderr, env, true))
      process.stderr.write(fitTo(text, process.stderr, env))
      waiting = () => {
        const left = formatDuration(deadline - performance.now())
        return `  Waiting for you to allow the login there (${left} left, Ctrl-C to stop) …`
      }
      if (!process.stderr.isTTY) tellTerminal(`${describe(false)}${waiting()}\n`)
      if (!live) process.stderr.write(`${waiting()}\n`)
      else {
        showWaiting()
        timer = setInterval(() => {
          if (shown !== waiting()) showWaiting()
        }, 1000)
        timer.unref()
        process.on('SIGCONT', showAgain)
        process.once('exit', clear)
      }
      if (opens) {
        void openBrowser(url, env).then((opened) => {
          if (!opened && waiting()) note('No browser could be started: open that address yourself.')
        })
      }
    },
    note,
    end() {
      waiting = () => ''
      if (timer) clear()
      clearInterval(timer)
      process.removeListener('SIGCONT', showAgain)
      process.removeListener('exit', clear)
    },
  }
}
