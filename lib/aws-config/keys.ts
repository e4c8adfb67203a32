const keys =
  /^(TFSSO_WAS_)?AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|ACCESS_KEY|SECRET_KEY|CONTAINER_AUTHORIZATION_TOKEN)$/

/**
 * Empties the AWS keys of an environment: a browser or ps that we start has no use for them, nor have we.
 * That they were set stays visible, for `tfsso doctor`.
 */
export function emptyKeys(env: NodeJS.ProcessEnv): void {
  for (const name of Object.keys(env)) if (keys.test(name)) env[name] = ''
}
