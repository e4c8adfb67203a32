import test from 'ava'
import { mayLogIn } from '../../../lib/grant/command-table.ts'
import { commandsOf } from '../../shim/commands.ts'

test('each logs in before the commands that may need it, as the shim does', (t) => {
  // With these alone it depends on what else is said.
  const less = /-backend=|^show .*p$|-help|-h\b|-v|^help|^-- /
  const rows = commandsOf('terraform').filter(({ line }) => !less.test(line))
  for (const { line, ask } of rows) t.is(mayLogIn(line.split(' ')), ask === 'login', line)
})
