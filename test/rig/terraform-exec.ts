/**
 * Returns the environment that terraform-exec (HashiCorp's Go library) would give to terraform. terraform-exec drops
 * some variables, such as TF_CLI_ARGS (`prohibitedEnvVars` in its source). It sets others itself (`buildEnv`).
 */
export function asTerraformExec(env: Record<string, string>): Record<string, string> {
  const dropped =
    /^TF_(?:CLI_ARGS\w*|INPUT|IN_AUTOMATION|LOG\w*|REATTACH_PROVIDERS|APPEND_USER_AGENT|WORKSPACE|VAR_\w+)$/
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !dropped.test(name))),
    TF_APPEND_USER_AGENT: 'HashiCorp-terraform-exec/0.23.0',
    TF_LOG: '',
    TF_LOG_CORE: '',
    TF_LOG_PATH: '',
    TF_LOG_PROVIDER: '',
    TF_REATTACH_PROVIDERS: '',
    TF_IN_AUTOMATION: '1',
    TF_WORKSPACE: '',
    CHECKPOINT_DISABLE: '',
  }
}
