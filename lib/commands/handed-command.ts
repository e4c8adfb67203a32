import type { Environment } from '../files/user-paths.ts'

/**
 * Reads the command line that libexec/hand-arguments.sh passes in environment variables. Returns undefined if the
 * command line can't decide the account. For an `apply` with a plan file, the words are `apply -- FILE`.
 */
export function handedCommand(env: Environment) {
  const { TFSSO_DECIDER: decider, TFSSO_WORDS: count } = env
  if (!decider) return undefined
  const words = Array.from({ length: Number(count) }, (_, i) => env[`TFSSO_WORD_${i + 1}`] ?? '')
  return { decider, words }
}
