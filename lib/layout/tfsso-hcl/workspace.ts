import { readFlags } from './flags.ts'

/** What a command's workspace depends on. */
export interface WorkspaceSources {
  /** the command, its subcommand and its arguments */
  words: readonly string[]
  /** TF_WORKSPACE; empty is unset */
  variable: string | undefined
  /** what `$TF_DATA_DIR/environment` holds; undefined where there is no such file */
  stored: string | undefined
}

/** A workspace, and what says so, as messages name it. */
export interface WorkspaceInForce {
  name: string
  from: string
}

/**
 * The workspace that a command runs in: the name that `workspace select` and `workspace new` are given,
 * else TF_WORKSPACE as it is, else the one that is selected, else `default` (terraform's
 * Meta.WorkspaceOverridden).
 */
export function findWorkspace({ words, variable, stored }: WorkspaceSources): WorkspaceInForce {
  const [command = '', subcommand = '', ...rest] = words
  if (['workspace', 'env'].includes(command) && ['select', 'new'].includes(subcommand)) {
    const [name] = readFlags(rest, flagsWithValues).operands
    if (name !== undefined) return { name, from: `to be selected` }
  }
  if (variable) return { name: variable, from: 'TF_WORKSPACE' }
  const selected = stored?.trim()
  return selected
    ? { name: selected, from: 'selected' }
    : { name: 'default', from: 'none is selected' }
}

/** terraform 1.15 and OpenTofu 1.12. */
const flagsWithValues = new Set(['lock-timeout', 'state', 'var', 'var-file', 'json-into'])
