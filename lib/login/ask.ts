import readline from 'node:readline'
import { fitTo, say, tell } from '../terminal/say.ts'
import { denied } from '../text/problem.ts'
import { whyNobodyIsThere } from './person.ts'

/** undefined if the person can be asked */
export function whyNobodyAnswers(env: NodeJS.ProcessEnv): string | undefined {
  if (!process.stdin.isTTY) return 'standard input is not a terminal'
  // TFSSO_LOGIN is about logins, not about questions.
  return whyNobodyIsThere({ ...env, TFSSO_LOGIN: undefined }, true)
}

/** `check` returns what is wrong with the answer. Problem (exit code 77) if the input ends. */
export async function ask(
  question: string,
  check: (answer: string) => string | undefined,
): Promise<string> {
  for (;;) {
    const answer = await readAnswer(question)
    if (answer === undefined) throw denied('Nobody has answered the question.')
    const wrong = check(answer)
    if (wrong === undefined) return answer
    say(`  ${wrong}\n`)
  }
}

/** Problem (exit code 77) if nobody can be asked. */
export async function isWanted(question: string, yes: boolean): Promise<boolean> {
  if (yes) return true
  const nobody = whyNobodyAnswers(process.env)
  if (nobody !== undefined) {
    throw denied(
      `Nothing was changed, because tfsso can't ask you: ${nobody}.`,
      'To make the changes without a question, run the command with --yes.',
    )
  }
  if (/^y(es)?$/i.test((await readAnswer(`${question} [y/N]`)) ?? '')) return true
  tell('nothing was changed.')
  return false
}

/** undefined at the end of the input */
function readAnswer(question: string): Promise<string | undefined> {
  // With `terminal: false` the terminal itself, not readline, edits the line. So Ctrl-C arrives as a signal.
  const lines = readline.createInterface({
    input: process.stdin,
    output: process.stderr,
    terminal: false,
  })
  return new Promise((resolve) => {
    lines.once('close', () => resolve(undefined))
    lines.question(`${fitTo(question, process.stderr)} `, (answer) => {
      resolve(answer.trim())
      lines.close()
    })
  })
}
