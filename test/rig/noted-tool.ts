import fs from 'node:fs'
import path from 'node:path'
import type { World } from './world.ts'

/**
 * Makes a script that records its access key and then becomes the real program. The returned `env` names the script in
 * TFSSO_TERRAFORM or TFSSO_TOFU. `whoStarted` returns the account and role of the last start since its previous call.
 * Without a start it returns undefined.
 */
export function noteStarts(world: World, tool: 'terraform' | 'tofu', program: string) {
  const keys = path.join(world.root, 'keys')
  const file = path.join(world.root, `noted ${tool}`)
  const note = `printf '%s\\n' "\${AWS_ACCESS_KEY_ID-}" >'${keys}'`
  fs.writeFileSync(file, `#!/bin/sh\n${note}\nexec '${program}' "$@"\n`, { mode: 0o755 })
  const whoStarted = () => {
    if (!fs.existsSync(keys)) return undefined
    const key = fs.readFileSync(keys, 'utf8').trim()
    fs.rmSync(keys)
    return world.identity({ AWS_ACCESS_KEY_ID: key })
  }
  return { env: { [`TFSSO_${tool.toUpperCase()}`]: file }, whoStarted }
}
