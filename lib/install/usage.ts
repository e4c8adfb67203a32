import { oldestNode } from '../process/oldest-node.ts'
import { wrap } from '../text/wrap.ts'
import { type Described, installOptions } from './options.ts'

const column = 19

/** The text of npm/usage.txt, which `install.sh --help` and `tfsso setup --help` print. */
export function renderUsage(): string {
  const options = Object.entries<Described>(installOptions).map(([name, { value, describe }]) => {
    const start = `  --${name}${value ? ` ${value}` : ''}`
    return wrap(`${start.padEnd(column)}${describe}`, 100, column)
  })
  return `Usage: sh install.sh [options]    or, after npm install: tfsso setup [options]

Installs or upgrades tfsso. You need not be root. You need Node.js ${oldestNode} or later, unless there is a node/
directory next to install.sh. In a clone you also need npm.

${options.join('\n')}
  --help           Print this text

TFSSO_DEBUG=1 shows the output of npm and of the build.

Examples:
  sh install.sh --demo
  sh install.sh --modify-path
  sh install.sh --tools tofu
  sh install.sh --prefix ~/tools/tfsso
  sh install.sh --uninstall --dry-run
`
}
