import test from 'ava'
import { mayLogIn } from '../../../lib/grant/command-table.ts'
import { commandsOf } from '../../shim/commands.ts'

test('`each` and the shim agree about which commands can need a login', (t) => {
  // With these arguments, the answer depends on more than the command.
  const less = /-backend=|^show .*p$|-help|-h\b|-v|^help|^-- /
  const rows = commandsOf('terraform').filter(({ line }) => !less.test(line))
  for (const { line, ask } of rows) t.is(mayLogIn(line.split(' ')), ask === 'login', line)
})
