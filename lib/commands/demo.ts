import { runDemo } from '../demo/demo.ts'
import { whyNobodyIsThere } from '../login/person.ts'
import { exitCode, Problem } from '../text/problem.ts'
import { findContext } from './context.ts'
import { logIn } from './login/command.ts'

/** `tfsso demo`: the main job on an embedded AWS. `browser`: the person answers the login. */
export async function demo({ browser }: { browser: boolean }): Promise<number> {
  const prefix = process.env.TFSSO_PREFIX ?? ''
  const terminal = Boolean(process.stdin.isTTY || process.stderr.isTTY)
  const nobody = browser ? whyNobodyIsThere(process.env, terminal) : undefined
  if (nobody) {
    throw new Problem(
      exitCode.denied,
      `--browser needs a person: ${nobody}.`,
      'Without it the embedded AWS answers the login itself.',
    )
  }
  return await runDemo({
    prefix,
    browser,
    logIn: async (env) => {
      // The SDK asks process.env for its endpoint, and everything else for HOME.
      replaceEnvironment(env)
      // Its page shows a code, which goes wherever the person's browser is.
      const context = await findContext(process.cwd(), process.env, 'own')
      await logIn(context, { force: false, browser, device: true, noLogin: undefined })
    },
  })
}

function replaceEnvironment(env: Record<string, string>): void {
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name]
  Object.assign(process.env, env)
}
