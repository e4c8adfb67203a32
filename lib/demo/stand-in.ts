import fs from 'node:fs'
import path from 'node:path'
import type { Tool } from '../files/installed-tools.ts'

/**
 * What takes the tool's place where none is installed: it prints what it was started with, the
 * secrets masked.
 */
const script = `#!/bin/sh
echo "\${0##*/} $*"
echo "  in account role of key \${AWS_ACCESS_KEY_ID-none}"
echo "  AWS_SECRET_ACCESS_KEY=\${AWS_SECRET_ACCESS_KEY:+****} AWS_SESSION_TOKEN=\${AWS_SESSION_TOKEN:+****}"
echo "  AWS_REGION=\${AWS_REGION-} AWS_CREDENTIAL_EXPIRATION=\${AWS_CREDENTIAL_EXPIRATION-}"
echo "  profiles: $(sed -n 's/^\\[profile \\(.*\\)\\]/\\1/p' "\${AWS_CONFIG_FILE:-/dev/null}" | tr '\\n' ' ')"
for command in init plan apply; do
  eval "args=\\\${TF_CLI_ARGS_$command-}"
  [ -z "$args" ] || echo "  TF_CLI_ARGS_$command=$args"
done
`

/** Puts the stand-in into a directory. */
export function placeStandIn(directory: string, tool: Tool): void {
  fs.mkdirSync(directory, { recursive: true })
  fs.writeFileSync(path.join(directory, tool), script, { mode: 0o755 })
}
