import { runDemo } from '../demo/demo.ts'
import { loginSetting } from '../login/method.ts'
import { whyNobodyIsThere } from '../login/person.ts'
import { asProblem } from '../text/attempt.ts'
import { denied, Problem } from '../text/problem.ts'
import { findContext } from './context.ts'
import { logIn } from './login/one-portal.ts'

/**
 * `tfsso demo`, with an emulation of AWS in this process. `browser`: the person answers the login in a browser.
 * `shell`: the person gets a shell in the sample project.
 */
export async function demo(options: { browser: boolean; shell: boolean }): Promise<number> {
  const { browser } = options
  const prefix = process.env.TFSSO_PREFIX ?? ''
  const terminal = Boolean(process.stdin.isTTY || process.stderr.isTTY)
  const nobody = browser ? whyNobodyIsThere(process.env, terminal) : undefined
  if (nobody) {
    throw denied(
      `--browser needs somebody at a terminal: ${nobody}.`,
      'Without --browser the demo answers the login itself.',
    )
  }
  // The demo logs in by device authorization: this login has a code, which the demo's page shows. With --browser,
  // TFSSO_LOGIN can choose another way to log in.
  const device = !browser || loginSetting(process.env) === undefined
  return await runDemo({
    prefix,
    ...options,
    logIn: async (env) => {
      // Some of our code reads process.env directly.
      replaceEnvironment(env)
      const context = await findContext(process.cwd(), process.env, 'own')
      await logIn(context, { force: false, browser, device, noLogin: undefined }).catch((error) => {
        const { code, message } = asProblem(error)
        throw new Problem(
          code,
          message,
          'Run `tfsso demo --browser` again and allow it, or run `tfsso demo`, which answers the login itself.',
        )
      })
    },
  })
}

function replaceEnvironment(env: Record<string, string>): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  Object.assign(process.env, env)
}
