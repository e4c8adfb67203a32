import { readFlags } from './flags.ts'

export interface WorkspaceSources {
  /** the command, its subcommand if it has one, and its arguments */
  words: readonly string[]
  /** TF_WORKSPACE; empty counts as unset */
  variable: string | undefined
  /** the content of `$TF_DATA_DIR/environment` */
  stored: string | undefined
}

/** `from` says how the workspace was selected, for messages. */
export interface WorkspaceInForce {
  name: string
  from: string
}

/**
 * The workspace that counts for a command. TF_WORKSPACE comes before the stored workspace, as in terraform's
 * Meta.WorkspaceOverridden.
 */
export function findWorkspace({ words, variable, stored }: WorkspaceSources): WorkspaceInForce {
  const [command = '', subcommand = '', ...rest] = words
  if (['workspace', 'env'].includes(command) && ['select', 'new'].includes(subcommand)) {
    const [name] = readFlags(rest, flagsWithValues).operands
    if (name !== undefined) return { name, from: 'this command selects it' }
  }
  if (variable) return { name: variable, from: 'set by TF_WORKSPACE' }
  const selected = stored?.trim()
  return selected
    ? { name: selected, from: 'selected' }
    : { name: 'default', from: 'none is selected' }
}

/** in terraform 1.15 and OpenTofu 1.12 */
const flagsWithValues = new Set(['lock-timeout', 'state', 'var', 'var-file', 'json-into'])
