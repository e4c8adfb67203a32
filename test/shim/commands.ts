/**
 * What a command asks node for if there is no grant. `login`: credentials, with a login if necessary. `silent`:
 * credentials if they are available without a login. `none`: node is not started.
 */
export type Ask = 'login' | 'silent' | 'none'

/**
 * A command, what it asks node for, and the TF_CLI_ARGS_* that terraform and tofu get. `plan` means that
 * TF_CLI_ARGS_plan has var-files; `init backend` means that TF_CLI_ARGS_init has var-files and a backend config.
 * Without an entry, the tool gets nothing.
 */
type Row = [line: string, ask: Ask, terraform?: string, tofu?: string]

const both: Row[] = [
  ['init', 'login', 'init backend', 'init backend'],
  ['init -upgrade -reconfigure', 'login', 'init backend', 'init backend'],
  ['init -backend=false', 'silent', 'init backend', 'init backend'],
  ['init --backend=false', 'silent', 'init backend', 'init backend'],
  ['init -backend=0', 'silent', 'init backend', 'init backend'],
  ['init -backend=F', 'silent', 'init backend', 'init backend'],
  ['init -backend=true', 'login', 'init backend', 'init backend'],
  ['plan', 'login', 'plan', 'plan'],
  ['plan -out=p -detailed-exitcode', 'login', 'plan', 'plan'],
  ['plan -- -backend=false', 'login', 'plan', 'plan'],
  ['destroy', 'login', 'destroy', 'destroy'],
  ['import aws_x.y id', 'login', 'import', 'import'],
  ['refresh', 'login', 'refresh', 'refresh'],
  ['console', 'login', 'console', 'console'],
  ['test', 'login', 'test', 'test'],
  ['graph', 'login', '', 'graph'],
  ['output', 'login', '', 'output'],
  ['output -json name', 'login', '', 'output'],
  ['show', 'login', '', 'show'],
  ['show -json', 'login', '', 'show'],
  ['show p', 'silent', '', 'show'],
  ['show -no-color p', 'silent', '', 'show'],
  ['get', 'silent', '', 'get'],
  ['validate', 'silent', '', 'validate'],
  ['validate -json', 'silent', '', 'validate'],
  ['providers', 'login', '', 'providers'],
  ['providers -test-directory=x', 'login', '', 'providers'],
  ['providers schema -json', 'silent', '', 'providers_schema'],
  ['providers lock', 'silent', '', 'providers_lock'],
  ['providers mirror dir', 'silent', '', 'providers_mirror'],
  ['state list', 'login', '', 'state_list'],
  ['state pull', 'login', '', 'state_pull'],
  ['state show a.b', 'login', '', 'state_show'],
  ['state show -json a.b', 'login', '', 'state_show'],
  ['state mv a b', 'login', '', 'state_mv'],
  ['state push f', 'login', '', 'state_push'],
  ['state rm a', 'login', '', 'state_rm'],
  ['state replace-provider a b', 'login', '', 'state_replace_provider'],
  ['taint a.b', 'login', '', 'taint'],
  ['untaint a.b', 'login', '', 'untaint'],
  ['force-unlock -force id', 'login', '', 'force_unlock'],
  ['workspace list', 'login', '', 'workspace_list'],
  ['workspace list -json', 'login', '', 'workspace_list'],
  ['workspace select x', 'login', '', 'workspace_select'],
  ['workspace new x', 'login', '', 'workspace_new'],
  ['workspace delete x', 'login', '', 'workspace_delete'],
  ['env list', 'login', '', 'env_list'],
  ['env new x', 'login', '', 'env_new'],
  // These commands need no credentials. In the first of these rows, `list` does not come directly after `state`, so it
  // is not part of the command.
  ['state -lock=false list', 'none'],
  ['state', 'none'],
  ['workspace', 'none'],
  ['workspace show', 'none'],
  ['env', 'none'],
  ['', 'none'],
  ['version', 'none'],
  ['version -json', 'none'],
  ['fmt -', 'none'],
  ['login', 'none'],
  ['logout', 'none'],
  ['metadata functions', 'none'],
  ['stacks', 'none'],
  ['stacks init', 'none'],
  ['completion', 'none'],
  ['frobnicate', 'none'],
  ['help plan', 'none'],
  // terraform obeys a help flag at any position before a `--`, and a version flag at any position.
  ['-help', 'none'],
  ['-h plan', 'none'],
  ['--help plan', 'none'],
  ['plan -help', 'none'],
  ['plan -out p -h', 'none'],
  ['apply --help', 'none'],
  ['plan -- -help', 'login', 'plan', 'plan'],
  ['-version', 'none'],
  ['-v', 'none'],
  ['plan -version', 'none'],
  ['plan --version', 'none'],
  ['plan -- -v', 'none'],
  // After a leading `--` there is no command, so terraform prints its usage.
  ['-- plan', 'none'],
  // `apply` gets var-files, except if there is a plan file. The value of an option is not a plan file.
  ['apply', 'login', 'apply', 'apply'],
  ['apply -auto-approve', 'login', 'apply', 'apply'],
  ['apply -lock-timeout 5s', 'login', 'apply', 'apply'],
  ['apply -target a.b -var x=y -var-file f', 'login', 'apply', 'apply'],
  ['apply -lock=false -parallelism=3', 'login', 'apply', 'apply'],
  ['apply -state apply', 'login', 'apply', 'apply'],
  ['apply --', 'login', 'apply', 'apply'],
  ['apply p', 'login'],
  ['apply -auto-approve p', 'login'],
  ['apply -lock=false p', 'login'],
  ['apply -lock-timeout 5s p', 'login'],
  ['apply --lock-timeout 5s p', 'login'],
  ['apply -lock-timeout=5s p', 'login'],
  ['apply -parallelism 3 p', 'login'],
  ['apply -state f p', 'login'],
  ['apply -state-out x p', 'login'],
  ['apply -backup x p', 'login'],
  ['apply -target a p', 'login'],
  ['apply --target a p', 'login'],
  ['apply -exclude a p', 'login'],
  ['apply -replace a p', 'login'],
  ['apply -var a=b p', 'login'],
  ['apply -var-file f p', 'login'],
  ['apply -json-into f p', 'login'],
  ['apply -input=false -no-color -json p', 'login'],
  ['apply -- p', 'login'],
  ['apply -- -p', 'login'],
  ['apply -', 'login'],
  ['apply apply', 'login'],
  ['apply state', 'login'],
  ['-chdir=. apply p', 'login'],
  ['-chdir=. plan', 'login', 'plan', 'plan'],
  ['-chdir=. -chdir=.. plan', 'login', 'plan', 'plan'],
]

const differing: { terraform: Row[]; tofu: Row[] } = {
  terraform: [
    ['modules -json', 'silent'],
    ['query', 'login', 'query'],
    ['query -json', 'login', 'query'],
    ['modules', 'silent'],
    ['state identities', 'login'],
    ['apply -invoke a.b p', 'login'],
    ['apply -invoke a.b', 'login', 'apply'],
  ],
  tofu: [
    ['modules -json', 'none'],
    ['query', 'none'],
    ['apply -target-file f', 'login', '', 'apply'],
    ['apply -exclude-file f p', 'login'],
  ],
}

/**
 * Returns the commands of one tool. For each command: what it asks node for, what it gets (`''`: nothing), and whether
 * both tools have the command.
 */
export function commandsOf(
  tool: 'terraform' | 'tofu',
): { line: string; ask: Ask; given: string; isShared: boolean }[] {
  return [...both, ...differing[tool]].map(([line, ask, terraform = '', tofu = ''], i) => ({
    line,
    ask,
    given: tool === 'tofu' ? tofu : terraform,
    isShared: i < both.length,
  }))
}
