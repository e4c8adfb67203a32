import { verb } from './verb.ts'

export const version = verb({
  name: 'version',
  describe: 'Print the version (also: -V, --version)',
  options: {},
  examples: [['$0 version', 'for bug reports']],
  run: async () => (await import('../../commands/version.ts')).printVersion(),
})
