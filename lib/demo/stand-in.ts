import fs from 'node:fs'
import path from 'node:path'
import type { Tool } from '../files/installed-tools.ts'

/** Prints what tfsso gives to terraform: AWS_* variables (secrets masked), profiles and arguments. */
const script = `#!/bin/sh
for command; do
  case $command in -*) ;; *) break ;; esac
done
echo "key \${AWS_ACCESS_KEY_ID-none}, secret \${AWS_SECRET_ACCESS_KEY:+****}, token \${AWS_SESSION_TOKEN:+****}"
echo "until \${AWS_CREDENTIAL_EXPIRATION-}, region \${AWS_REGION-}"
echo "profiles:" $(sed -n 's/^\\[profile \\(.*\\)\\]/\\1/p' "\${AWS_CONFIG_FILE:-/dev/null}")
eval "args=\\\${TF_CLI_ARGS_$command-}"
eval "set -- $args"
for arg; do
  echo "\${arg%%=*}=\${arg#*/le-tf-infra/}"
done
`

export function placeStandIn(directory: string, tool: Tool): void {
  fs.mkdirSync(directory, { recursive: true })
  fs.writeFileSync(path.join(directory, tool), script, { mode: 0o755 })
}
