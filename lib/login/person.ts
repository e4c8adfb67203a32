import type { Environment } from '../files/user-paths.ts'
import { loginSetting } from './method.ts'

/**
 * Why no person can be asked to log in, or undefined where one can: stdin or stderr must be a
 * terminal, and nothing may say that this is automation. Problem 78 where TFSSO_LOGIN makes no sense.
 */
export function whyNobodyIsThere(env: Environment, terminal: boolean): string | undefined {
  if (loginSetting(env) === 'never') return 'TFSSO_LOGIN is never'
  if (!terminal) return 'neither stdin nor stderr is a terminal'
  if (env.CI && env.CI !== 'false' && env.CI !== '0') return 'CI is set'
  if (env.TF_IN_AUTOMATION) return 'TF_IN_AUTOMATION is set'
  if (['0', 'false'].includes(env.TF_INPUT?.toLowerCase() ?? '')) return 'TF_INPUT is off'
  return undefined
}
