import { flag } from './options.ts'
import { verb } from './verb.ts'

export const demo = verb({
  name: 'demo',
  describe: 'Show tfsso at work in a sample project with an embedded AWS; leaves no files',
  options: {
    browser: flag('Answer the login yourself, with a code or as TFSSO_LOGIN says'),
    shell: flag('Open a shell in the sample project; `exit` ends it'),
  },
  examples: [
    ['$0 demo', 'the embedded AWS answers the login itself'],
    ['$0 demo --browser', 'you answer it, on its page'],
    ['$0 demo --shell', 'try it yourself'],
  ],
  run: async (options) => (await import('../../commands/demo.ts')).demo(options),
})
