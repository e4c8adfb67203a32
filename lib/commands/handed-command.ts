import type { Environment } from '../files/user-paths.ts'

/**
 * The person's command. libexec/hand-arguments.sh passes it in variables, but only if its arguments may decide the
 * account; otherwise this is undefined. Of an `apply`, only the plan file is passed.
 */
export function handedCommand(env: Environment) {
  const { TFSSO_DECIDER: decider, TFSSO_WORDS: count } = env
  if (!decider) return undefined
  const words = Array.from({ length: Number(count) }, (_, i) => env[`TFSSO_WORD_${i + 1}`] ?? '')
  return { decider, words }
}
