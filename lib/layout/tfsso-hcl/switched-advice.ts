import path from 'node:path'
import type { LayerTool } from '../../files/installed-tools.ts'
import { show } from '../../project/values.ts'
import { misconfigured, type Problem } from '../../text/problem.ts'
import type { Bucket } from './bucket.ts'
import type { Account } from './description.ts'
import type { WorkspaceInForce } from './workspace.ts'

export interface Found {
  workspace: WorkspaceInForce
  bucket: Bucket
  /** TF_DATA_DIR, absolute */
  dataDirectory: string
  tool: LayerTool
}

/** Lines for a message: the candidates with their conditions, what these are compared with, and what to type. */
export function adviseOn(accounts: readonly Account[], found: Found): string[] {
  const { workspace, bucket, dataDirectory, tool } = found
  const byWorkspace = accounts.some(({ workspaces }) => workspaces)
  const byBucket = accounts.some(({ buckets }) => buckets)
  return [
    `Candidates: ${accounts.map(describeAccount).join('; ')}.`,
    ...(byWorkspace
      ? [`The current workspace is ${show(workspace.name)} (${workspace.from}).`]
      : []),
    ...(byBucket
      ? [
          `The current bucket is ${describeBucket(bucket)} (${path.join(dataDirectory, 'terraform.tfstate')}).`,
        ]
      : []),
    ...(byWorkspace
      ? [`Select a workspace of one of these accounts: ${tool} workspace select NAME`]
      : []),
    ...(byBucket
      ? [
          `Initialize the directory for a bucket of one of these accounts: ${tool} init -reconfigure -backend-config=FILE`,
        ]
      : []),
  ]
}

function describeAccount({ name, where, workspaces, buckets }: Account): string {
  const conditions = Object.entries({ workspaces, buckets }).flatMap(([key, patterns]) =>
    patterns ? [`${key} ${patterns.join(', ')}`] : [],
  )
  return `${name} (${[where, ...conditions].join('; ')})`
}

function describeBucket(bucket: Bucket): string {
  if (typeof bucket === 'object') return show(bucket.name)
  return bucket === 'none'
    ? 'none'
    : 'not known: its name is an expression, or its file cannot be read'
}

export const hasCondition = ({ workspaces, buckets }: Account) =>
  workspaces !== undefined || buckets !== undefined

/**
 * The Problem (exit code 78) if some of `accounts` have conditions and others have none. There is no Problem if the
 * person has chosen an account (`chosen`). The paths of all `accounts` fit the directory equally well. So an account
 * without conditions would always compete with the others.
 */
export function missingCondition(
  accounts: readonly Account[],
  chosen: string | undefined,
): Problem | undefined {
  const without = accounts.find((account) => !hasCondition(account))
  const other = accounts.find(hasCondition)
  if (!without || !other || chosen) return undefined
  return misconfigured(
    `${without.where}: account "${without.name}" has neither workspaces nor buckets, but "${other.name}", which has the same paths, has some.`,
    'Give each of these accounts workspaces or buckets, or give this account other paths.',
  )
}
