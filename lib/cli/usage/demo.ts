import { verb } from './verb.ts'

export const demo = verb({
  name: 'demo',
  describe: 'Show it all in a sample project on an embedded AWS; nothing is left behind',
  options: {
    browser: {
      type: 'boolean',
      default: false,
      describe: 'Answer the login yourself, by a code or as TFSSO_LOGIN says',
    },
    shell: {
      type: 'boolean',
      default: false,
      describe: 'Open a shell in the sample project, to try things, until `exit`',
    },
  },
  examples: [
    ['$0 demo', 'the embedded AWS answers the login itself'],
    ['$0 demo --browser', 'you do, on its page'],
    ['$0 demo --shell', 'try it yourself'],
  ],
  run: async (options) => (await import('../../commands/demo.ts')).demo(options),
})
