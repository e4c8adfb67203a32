import { version as installed } from '../../files/version.ts'
import { writeOutput } from '../../terminal/output.ts'
import { verb } from './verb.ts'

export const version = verb({
  name: 'version',
  describe: 'Print the version (also: -V, --version)',
  options: {},
  examples: [['$0 version', 'for bug reports']],
  run: async () => {
    writeOutput(`${installed()}\n`)
    return 0
  },
})
