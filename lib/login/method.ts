import fs from 'node:fs'
import type { Environment } from '../files/user-paths.ts'
import { misconfigured } from '../text/problem.ts'
import { hasBrowser } from './browser.ts'

/** `pkce` (RFC 7636): in a browser on this machine. `device`: with a code, in any browser. */
export type LoginMethod = 'pkce' | 'device'

/** The value of TFSSO_LOGIN; undefined if it is unset or empty. Problem (exit code 78) if it is invalid. */
export function loginSetting({ TFSSO_LOGIN: setting }: Environment) {
  if (!setting) return undefined
  if (setting === 'pkce' || setting === 'device' || setting === 'never') return setting
  throw misconfigured(
    `TFSSO_LOGIN is ${setting}, but must be pkce, device, never or empty.`,
    'pkce: in a browser on this machine; device: with a code, in any browser; never: not at all.',
  )
}

export interface MethodRequest {
  env: Environment
  /** whether tfsso is allowed to open a browser */
  browser: boolean
  device: boolean
  /** The person's browser can't reach a container's 127.0.0.1. */
  container: boolean
}

/**
 * PKCE needs a browser that reaches our 127.0.0.1, so tfsso guesses whether the person's browser does. `--device` and
 * TFSSO_LOGIN (`pkce` or `device`) override the guess. Problem (exit code 78) as for `loginSetting`.
 */
export function chooseMethod({ env, browser, device, container }: MethodRequest): LoginMethod {
  if (device) return 'device'
  const setting = loginSetting(env)
  if (setting === 'pkce' || setting === 'device') return setting
  const remote = Boolean(env.SSH_CONNECTION || env.SSH_TTY) || container
  return browser && !remote && hasBrowser(env) ? 'pkce' : 'device'
}

/** docker, podman, systemd-nspawn and dev containers */
export function isContainer(env: Environment): boolean {
  if (env.container || env.REMOTE_CONTAINERS || env.CODESPACES) return true
  return ['/.dockerenv', '/run/.containerenv'].some((file) => fs.existsSync(file))
}
