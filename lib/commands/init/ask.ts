import readline from 'node:readline'
import { whyNobodyIsThere } from '../../login/person.ts'
import { fitTo, say } from '../../terminal/say.ts'
import { exitCode, Problem } from '../../text/problem.ts'

/** Why the person can't be asked anything, or undefined. */
export function whyNobodyAnswers(env: NodeJS.ProcessEnv): string | undefined {
  if (!process.stdin.isTTY) return 'standard input is not a terminal'
  // TFSSO_LOGIN applies to logins, not to other questions.
  return whyNobodyIsThere({ ...env, TFSSO_LOGIN: undefined }, true)
}

/** Asks for a line on the terminal until `check` accepts it. Problem (77) if the input ends. */
export async function ask(
  question: string,
  check: (answer: string) => string | undefined,
): Promise<string> {
  for (;;) {
    const answer = await readAnswer(`${fitTo(question, process.stderr)} `)
    const wrong = check(answer)
    if (wrong === undefined) return answer
    say(`  ${wrong}\n`)
  }
}

/** Asks which of the person's roles to use for an account; '' for none. */
export async function askRole(account: string, roles: readonly string[]): Promise<string> {
  return await ask(`Role for ${account} (${roles.join(', ')}; Enter for none):`, (answer) =>
    answer === '' || roles.includes(answer) ? undefined : 'You do not have that role there.',
  )
}

function readAnswer(question: string): Promise<string> {
  // Leave line editing to the terminal, so that Ctrl-C arrives as a signal.
  const lines = readline.createInterface({
    input: process.stdin,
    output: process.stderr,
    terminal: false,
  })
  return new Promise((resolve, reject) => {
    lines.once('close', () =>
      reject(new Problem(exitCode.denied, 'Nobody has answered the question.')),
    )
    lines.question(question, (answer) => {
      resolve(answer.trim())
      lines.close()
    })
  })
}
