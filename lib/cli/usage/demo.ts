import { flag } from './options.ts'
import { verb } from './verb.ts'

export const demo = verb({
  name: 'demo',
  describe: 'Show tfsso at work in a sample project with an emulation of AWS; leaves no files',
  options: {
    browser: flag(
      'Answer the login yourself in a browser (with a code, unless TFSSO_LOGIN names another way)',
    ),
    shell: flag('Open a shell in the sample project; `exit` ends it'),
  },
  examples: [
    ['$0 demo', 'the demo answers the login itself'],
    ['$0 demo --browser', 'you answer the login in your browser'],
    ['$0 demo --shell', 'try tfsso in the sample project'],
  ],
  run: async (options) => (await import('../../commands/demo.ts')).demo(options),
})
