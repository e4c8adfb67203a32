import test from 'ava'
import { compiledFile } from '../rig/compiled.ts'
import { repository } from '../rig/install.ts'
import { runInTerminal } from '../rig/terminal.ts'

test('/proc and ps agree about whether a process is in the foreground or in the background', async (t) => {
  const module = compiledFile('lib/terminal/foreground.ts')
  const program = `import { isInForeground, isInForegroundByPs } from ${JSON.stringify(module)}
console.log('[' + [isInForeground() ?? 'unknown', await isInForegroundByPs()] + ']')`
  const env = { PATH: process.env.PATH ?? '', PROGRAM: program }
  const node = `'${process.execPath}' --input-type=module -e "$PROGRAM"`
  const run = runInTerminal('/bin/sh', ['-c', `set -m; ${node}; ${node} & wait`], {
    cwd: repository,
    env,
  })
  await run.exited
  const own = process.platform === 'linux' ? ['true', 'false'] : ['unknown', 'unknown']
  t.deepEqual(run.screen.match(/\[\w+,\w+\]/g), [`[${own[0]},true]`, `[${own[1]},false]`])
})
