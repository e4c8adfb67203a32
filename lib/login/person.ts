import type { Environment } from '../files/user-paths.ts'
import { loginSetting } from './method.ts'

/**
 * Why nobody can be asked to log in. `terminal`: whether stdin or stderr is one. Problem (exit code 78) if TFSSO_LOGIN
 * is invalid.
 */
export function whyNobodyIsThere(env: Environment, terminal: boolean): string | undefined {
  if (loginSetting(env) === 'never') return 'TFSSO_LOGIN is never'
  if (!terminal) return 'neither stdin nor stderr is a terminal'
  if (isCi(env)) return 'CI is set'
  if (env.TF_IN_AUTOMATION) return 'TF_IN_AUTOMATION is set'
  if (['0', 'false'].includes(env.TF_INPUT?.toLowerCase() ?? '')) return 'TF_INPUT is off'
  return undefined
}

/**
 * `tfsso login` needs no terminal, because a person asked for the login (`ssh HOST tfsso login`). Problem (exit code
 * 78) if TFSSO_LOGIN is invalid.
 */
export function whyLoginIsRefused(env: Environment): string | undefined {
  if (loginSetting(env) === 'never') return 'TFSSO_LOGIN is never'
  return isCi(env) ? 'CI is set' : undefined
}

export function isCi({ CI }: Environment): boolean {
  return Boolean(CI) && !['0', 'false', 'no', 'off'].includes(CI?.toLowerCase() ?? '')
}
