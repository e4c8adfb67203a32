import fs from 'node:fs'
import type { Environment } from '../files/user-paths.ts'
import { misconfigured } from '../text/problem.ts'
import { hasBrowser } from './browser.ts'

/** How a person logs in: PKCE (RFC 7636) in a browser here, or a code to answer in any browser. */
export type LoginMethod = 'pkce' | 'device'

/** What TFSSO_LOGIN says, undefined where nothing. Problem 78 where it makes no sense. */
export function loginSetting({ TFSSO_LOGIN: setting }: Environment) {
  if (!setting) return undefined
  if (setting === 'pkce' || setting === 'device' || setting === 'never') return setting
  throw misconfigured(
    `TFSSO_LOGIN is ${setting}, but must be pkce, device, never or nothing.`,
    'pkce: in a browser on this machine; device: by a code, in any browser; never: not at all.',
  )
}

export interface MethodRequest {
  env: Environment
  /** a browser may be opened here */
  browser: boolean
  /** device authorization is asked for */
  device: boolean
  /** this is a container, whose 127.0.0.1 is not that of the person's browser */
  container: boolean
}

/**
 * PKCE where a browser of this very machine can be opened, for only that reaches our 127.0.0.1;
 * device authorization elsewhere. `--device` and TFSSO_LOGIN decide where they are given.
 */
export function chooseMethod({ env, browser, device, container }: MethodRequest): LoginMethod {
  if (device) return 'device'
  const setting = loginSetting(env)
  if (setting === 'pkce' || setting === 'device') return setting
  const remote = Boolean(env.SSH_CONNECTION || env.SSH_TTY) || container
  return browser && !remote && hasBrowser(env) ? 'pkce' : 'device'
}

/** Whether this looks like a container: as docker, podman, systemd-nspawn and devcontainers mark them. */
export function isContainer(env: Environment): boolean {
  if (env.container || env.REMOTE_CONTAINERS || env.CODESPACES) return true
  return ['/.dockerenv', '/run/.containerenv'].some((file) => fs.existsSync(file))
}
