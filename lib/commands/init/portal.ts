import { ask, whyNobodyAnswers } from '../../login/ask.ts'
import { regionRule, startUrlRule } from '../../project/rules.ts'
import type { SsoSettings } from '../../project/settings.ts'
import type { TextRule } from '../../project/values.ts'
import { fail } from '../../text/problem.ts'

export interface InitOptions {
  startUrl?: string | undefined
  region?: string | undefined
  yes: boolean
  /** an AWS config file to take the accounts from */
  from?: string | undefined
}

/** `region` is the project's, which can differ from the portal's. */
export interface KnownPortal {
  startUrl?: string | undefined
  ssoRegion?: string | undefined
  region?: string | undefined
}

/**
 * Each value comes from its option, else from `known`, else from the person's answer. Problem (exit code 1) if nobody
 * can answer, or if an option or a known value is invalid; 77 if the input ends without an answer.
 */
export async function findPortal(known: KnownPortal, options: InitOptions): Promise<SsoSettings> {
  const hint = known.region ? ` (the project's is ${known.region})` : ''
  return {
    startUrl: await findValue(
      '--start-url',
      options.startUrl ?? known.startUrl,
      startUrlRule,
      options.yes,
      // The answer is long, so it gets a line of its own.
      'Address of your AWS access portal (https://….awsapps.com/start):\n ',
    ),
    region: await findValue(
      '--region',
      options.region ?? known.ssoRegion,
      regionRule('sso_region'),
      options.yes,
      `Region of IAM Identity Center${hint}:`,
    ),
  }
}

async function findValue(
  option: string,
  given: string | undefined,
  { pattern, expected }: TextRule,
  yes: boolean,
  question: string,
): Promise<string> {
  if (given !== undefined) {
    if (pattern.test(given)) return given
    throw fail(`${option} is ${JSON.stringify(given)}, but must be ${expected}.`)
  }
  const nobody = yes ? '--yes was given' : whyNobodyAnswers(process.env)
  if (nobody !== undefined) {
    throw fail(
      `init needs ${option}, because tfsso can't ask for it: ${nobody}.`,
      'For example: tfsso init --start-url https://example.awsapps.com/start --region us-east-1',
    )
  }
  return await ask(question, (answer) =>
    pattern.test(answer) ? undefined : `The value must be ${expected}.`,
  )
}
