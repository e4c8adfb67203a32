import type { Environment } from '../files/user-paths.ts'

/**
 * From libexec/hand-arguments.sh; undefined if the command's arguments can't decide the account. For an `apply` with a
 * plan file, the only argument is that file.
 */
export function handedCommand(env: Environment) {
  const { TFSSO_DECIDER: decider, TFSSO_WORDS: count } = env
  if (!decider) return undefined
  const words = Array.from({ length: Number(count) }, (_, i) => env[`TFSSO_WORD_${i + 1}`] ?? '')
  return { decider, words }
}
