import fs from 'node:fs'
import path from 'node:path'
import { repository } from '../rig/install.ts'
import { write } from '../rig/project.ts'

/**
 * Puts an npm into a directory. Its `npm ci --omit=dev` copies packages from the tester's checkout. The real npm would
 * take as long as all other steps of a page together.
 */
export function placeNpmStandIn(directory: string): void {
  const list = write(path.join(directory, 'packages'), `${neededPackages().join('\n')}\n`)
  const file = write(
    path.join(directory, 'npm'),
    `#!/bin/sh
set -e
[ "$1 $2" = 'ci --omit=dev' ]
mkdir node_modules
cd node_modules
while read -r name; do
  case $name in */*) mkdir -p "\${name%/*}" ;; esac
  cp -R '${repository}node_modules'/"$name" "$name"
done <'${list}'
: >.package-lock.json
`,
  )
  fs.chmodSync(file, 0o755)
}

function neededPackages(): string[] {
  const lock = JSON.parse(fs.readFileSync(path.join(repository, 'package-lock.json'), 'utf8'))
  return Object.entries<{ dev?: boolean }>(lock.packages)
    .filter(([at, { dev }]) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(at) && !dev)
    .filter(([at]) => fs.existsSync(path.join(repository, at)))
    .map(([at]) => at.slice('node_modules/'.length))
}
