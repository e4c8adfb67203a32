import type { Environment } from '../files/user-paths.ts'

/**
 * The command whose arguments may decide something, as libexec/hand-arguments.sh passes it on; undefined if there is
 * none.
 */
export function handedCommand(env: Environment) {
  const { TFSSO_DECIDER: decider, TFSSO_WORDS: count } = env
  if (!decider) return undefined
  const words = Array.from({ length: Number(count) }, (_, i) => env[`TFSSO_WORD_${i + 1}`] ?? '')
  return { decider, words }
}
