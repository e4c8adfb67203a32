import path from 'node:path'
import type { AccountPlace, Layer, Run, Sources, SwitchedTo } from '../layout.ts'
import { type Bucket, storedBucket } from './bucket.ts'
import type { Account, Description } from './description.ts'
import { configuredBucket } from './init-bucket.ts'
import { fitsName } from './path-pattern.ts'
import { planFileOf, refusePlan } from './saved-plan.ts'
import { adviseOn, hasCondition, missingCondition } from './switched-advice.ts'
import { findWorkspace } from './workspace.ts'

/**
 * Finds the current workspace and bucket, and the accounts whose conditions they meet. undefined if none of `accounts`
 * has a condition, and no var-file's path contains `${workspace}`. Two files in TF_DATA_DIR become inputs, and for
 * `init` also the layer's Terraform files. Backend config files and a saved plan do not become inputs.
 */
export async function findSwitchedTo(
  description: Description,
  { accounts, candidates }: { accounts: readonly Account[]; candidates: readonly AccountPlace[] },
  layer: Layer,
  { env, tool = 'terraform', words: typed = [] }: Run,
  sources: Sources,
): Promise<SwitchedTo | undefined> {
  const isSwitched = accounts.some(hasCondition)
  if (!isSwitched && !description.varFiles.some((file) => file.includes('${workspace}')))
    return undefined
  const dataDirectory = path.resolve(layer.directory, env.TF_DATA_DIR || '.terraform')
  const read = (name: string) => {
    const file = sources.inputs.file(path.join(dataDirectory, name))
    return sources.inputs.read(file)?.bytes.toString('utf8')
  }
  const words = afterOptions(typed)
  const workspace = findWorkspace({
    words,
    variable: env.TF_WORKSPACE,
    stored: read('environment'),
  })
  const stored = storedBucket(read('terraform.tfstate'))
  const bucket =
    words[0] === 'init'
      ? await configuredBucket({ description, layer, stored, tool, args: words.slice(1) }, sources)
      : stored
  const inForce = { workspace: workspace.name, bucket, tool }
  const fitting = accounts.filter((account) => fits(account, inForce)).map(({ name }) => name)
  const plan = isSwitched ? planFileOf(words) : undefined
  return {
    remaining: candidates.filter(({ name }) => fitting.includes(name)),
    workspace: workspace.name,
    byWorkspace: accounts.some(({ workspaces }) => workspaces),
    advice: isSwitched ? adviseOn(accounts, { workspace, bucket, dataDirectory, tool }) : [],
    refused:
      missingCondition(accounts, env.TFSSO_ACCOUNT) ??
      (plan === undefined
        ? undefined
        : await refusePlan(path.resolve(layer.directory, plan), inForce, env.TFSSO_ACCOUNT)),
  }
}

/** An account without conditions always fits. */
export function fits(
  { workspaces, buckets }: Pick<Account, 'workspaces' | 'buckets'>,
  { workspace, bucket }: { workspace: string; bucket: Bucket },
): boolean {
  const some = (patterns: readonly string[], name: string) =>
    patterns.some((pattern) => fitsName(pattern, name))
  return (
    (workspaces === undefined || some(workspaces, workspace)) &&
    (buckets === undefined || (typeof bucket === 'object' && some(buckets, bucket.name)))
  )
}

/** Before the command there can only be options. */
function afterOptions(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => !word.startsWith('-'))
  return at < 0 ? [] : words.slice(at)
}
