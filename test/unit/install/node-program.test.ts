import test from 'ava'
import { lastingName } from '../../../lib/install/node-program.ts'

for (const [node, recorded] of [
  ['/usr/bin/node', '/usr/bin/node'],
  ['/opt/homebrew/Cellar/node/26.1.0/bin/node', '/opt/homebrew/opt/node/bin/node'],
  ['/opt/homebrew/Cellar/node@24/24.1.0_1/bin/node', '/opt/homebrew/opt/node@24/bin/node'],
  ['/h/.nvm/versions/node/v26.1.0/bin/node', '/h/.nvm/versions/node/v26.1.0/bin/node'],
] as const)
  test(`install.sh records ${recorded} for the node ${node}`, (t) => {
    t.is(
      lastingName(node, () => true),
      recorded,
    )
    t.is(
      lastingName(node, () => false),
      node,
      'where Homebrew keeps no link to it',
    )
  })
