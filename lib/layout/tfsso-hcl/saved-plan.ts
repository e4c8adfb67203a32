import type { LayerTool } from '../../files/installed-tools.ts'
import { readIfThere } from '../../files/read.ts'
import { attemptOrNothing } from '../../text/attempt.ts'
import { misconfigured, type Problem } from '../../text/problem.ts'
import { quoteForShell } from '../../text/quote.ts'
import type { Bucket } from './bucket.ts'
import { type PlanBackend, readPlanBackend } from './read-plan-file.ts'

interface InForce {
  workspace: string
  bucket: Bucket
  tool: LayerTool
}

/** The FILE of `apply … -- FILE`. libexec/hand-arguments.sh passes a plan file in this form. */
export function planFileOf([command, ...args]: readonly string[]): string | undefined {
  const end = args.indexOf('--')
  return command === 'apply' && end >= 0 ? args[end + 1] : undefined
}

/**
 * The Problem (exit code 78) if a saved plan must not be applied here:
 * - The plan can't be read, and the person has not chosen an account (`chosen`: TFSSO_ACCOUNT).
 * - The plan can be read, and was made for another workspace or bucket.
 * - The plan can be read, and the current bucket is `unknown`.
 *
 * Without this check, terraform and tofu would apply a plan with a local backend to whichever workspace is selected.
 */
export async function refusePlan(
  file: string,
  inForce: InForce,
  chosen: string | undefined,
): Promise<Problem | undefined> {
  const bytes = attemptOrNothing(() => readIfThere(file))
  return judgePlan(file, bytes && (await readPlanBackend(bytes)), inForce, chosen)
}

/** `plan` is undefined if `file` can't be read as a plan. */
export function judgePlan(
  file: string,
  plan: PlanBackend | undefined,
  { workspace, bucket, tool }: InForce,
  chosen: string | undefined,
): Problem | undefined {
  if (!plan)
    return chosen
      ? undefined
      : misconfigured(
          `${file} can't be read as a plan, so it is not clear which workspace and bucket it was made for.`,
          'If it is encrypted, name the account for this run: TFSSO_ACCOUNT=NAME',
        )
  if (plan.workspace !== workspace)
    return misconfigured(
      `${file} is a plan for the workspace ${plan.workspace}, but the current workspace is ${workspace}.`,
      `Select ${plan.workspace} first: ${tool} workspace select ${quoteForShell(plan.workspace)}`,
    )
  const made = plan.type === 's3' ? (plan.bucket ?? '') : ''
  const here = typeof bucket === 'object' ? bucket.name : ''
  if (made === here && bucket !== 'unknown') return undefined
  return misconfigured(
    `${file} is a plan for ${made ? `the bucket ${made}` : 'a state in no bucket'}, but the current bucket is ${here || (bucket === 'none' ? 'none' : 'not known')}.`,
    `Initialize the directory for that bucket first: ${tool} init -reconfigure -backend-config=FILE`,
  )
}
