import { confirm } from '../../configure/confirm.ts'
import { say } from '../../terminal/say.ts'
import { denied } from '../../text/problem.ts'
import { whyNobodyAnswers } from './ask.ts'

/** Whether the person accepts the changes shown. Problem (77) if nobody can be asked. */
export async function isWanted(question: string, yes: boolean): Promise<boolean> {
  if (yes) return true
  const nobody = whyNobodyAnswers(process.env)
  if (nobody !== undefined) {
    throw denied(
      `Nothing was changed, since nobody can be asked: ${nobody}.`,
      'To make the changes without a question, run the command with --yes.',
    )
  }
  if (await confirm(question)) return true
  say('tfsso: nothing was changed.\n')
  return false
}
