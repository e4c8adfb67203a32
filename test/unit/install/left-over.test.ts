import test from 'ava'
import type { Called } from '../../../lib/install/options.ts'
import type { Source } from '../../../lib/install/source.ts'
import { leftOver } from '../../../lib/install/uninstall.ts'

const clone: Source = {
  kind: 'clone',
  root: '/c',
  built: '/c/dist',
  version: '1',
  parts: [],
  bringsNode: false,
  isPackaged: false,
}
const bundle: Source = { ...clone, kind: 'bundle', built: '/c' }

const rows: [Source, called: Called, there: string[], said: string | undefined][] = [
  [
    clone,
    'sh install.sh',
    ['/c/dist', '/c/node_modules'],
    'Not removed from the clone, /c: dist/ and node_modules/. You can remove them, or the whole clone.',
  ],
  [
    clone,
    'sh install.sh',
    ['/c/dist'],
    'Not removed from the clone, /c: dist/. You can remove them, or the whole clone.',
  ],
  [clone, 'sh install.sh', [], undefined],
  [bundle, 'sh install.sh', ['/c/lib'], undefined],
  [
    bundle,
    'tfsso setup',
    [],
    "npm's package is still installed: npm uninstall -g tfsso removes it.",
  ],
  [{ ...bundle, root: '/p/versions/1' }, 'tfsso setup', [], undefined],
]

for (const [source, called, there, said] of rows) {
  test(`what --uninstall says is left: ${source.kind} ${source.root}, ${called}, ${there}`, (t) => {
    t.is(
      leftOver(source, '/p', called, (file) => there.includes(file)),
      said,
    )
  })
}
