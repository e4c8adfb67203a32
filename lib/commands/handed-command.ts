import type { Environment } from '../files/user-paths.ts'

/**
 * The person's command, which libexec/hand-arguments.sh passes in variables if the arguments may
 * decide the account. undefined if none was passed.
 */
export function handedCommand(env: Environment) {
  const { TFSSO_DECIDER: decider, TFSSO_WORDS: count } = env
  if (!decider) return undefined
  const words = Array.from({ length: Number(count) }, (_, i) => env[`TFSSO_WORD_${i + 1}`] ?? '')
  return { decider, words }
}
